import { startTestPlatform, type TestPlatform } from '../../packages/server/src/testing/test-platform.ts';
import { AccountModel } from './cloudformation/account-model.ts';
import { accountCommands } from './cloudformation/commands.ts';
import { assertAccount, RealAccount } from './cloudformation/real-account.ts';
import { testModel } from './model-run.ts';

testModel<TestPlatform, AccountModel, RealAccount>({
  title: 'CloudFormation against its model',
  start: startTestPlatform,
  stop: (platform) => platform[Symbol.asyncDispose](),
  commands: accountCommands,
  maxCommands: 40,
  async begin(platform, account) {
    return { model: new AccountModel(), real: new RealAccount(platform, account) };
  },
  verify: assertAccount,
  end: (real) => real.destroy(),
});
