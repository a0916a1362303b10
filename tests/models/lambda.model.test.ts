import { LambdaPlatform } from '../../packages/server/src/services/lambda/testing/lambda-platform.ts';
import { aliasCommands } from './lambda/commands/aliases.ts';
import { functionCommands } from './lambda/commands/functions.ts';
import { layerCommands } from './lambda/commands/layers.ts';
import { assertFunctions, listingCommands } from './lambda/commands/listings.ts';
import { assertPolicies, permissionCommands } from './lambda/commands/permissions.ts';
import { type Definition, FunctionModel, LambdaModel } from './lambda/lambda-model.ts';
import { RealLambda } from './lambda/real-lambda.ts';
import { testModel } from './model-run.ts';

const FIRST_DEFINITION: Definition = { code: 0, description: '', environment: '', layers: [] };

// On the scripted engine: a real one boots an environment for every version, and none is invoked here.
testModel<LambdaPlatform, LambdaModel, RealLambda>({
  title: 'Lambda against its model',
  start: (store) => LambdaPlatform.start(store),
  stop: (platform) => platform.stop(),
  commands: [...functionCommands, ...aliasCommands, ...permissionCommands, ...layerCommands, ...listingCommands],
  maxCommands: 120,
  async begin(platform, account) {
    const [model, real] = [new LambdaModel(), new RealLambda(platform, account)];
    model.functions.set('first', new FunctionModel(FIRST_DEFINITION));
    model.publishAnyway('first');
    await real.createFunction('first', FIRST_DEFINITION, true);
    return { model, real };
  },
  async verify(model, real) {
    await assertFunctions(model, real, true, 50);
    await assertPolicies(model, real);
  },
  end: (real) => real.client.destroy(),
});
