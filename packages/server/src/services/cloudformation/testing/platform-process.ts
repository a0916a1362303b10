import { startTestPlatform } from '../../../testing/test-platform.ts';
import type { CloudformationState } from '../state.ts';

/**
 * A platform on the directory (and the database) given, for tests that kill it; tells its parent where it listens and,
 * asked by any message, when no stack is being worked on.
 */
const [, , path = '', databaseUrl = ''] = process.argv;
const platform = await startTestPlatform({
  data: { kind: 'directory', path },
  ...(databaseUrl !== '' && { databaseUrl }),
});
process.send!(platform.endpoint);
process.on('message', () => void settle());
process.on('disconnect', () => process.exit());

async function settle(): Promise<void> {
  const state = (await platform.platform.service('cloudformation')) as CloudformationState;
  await state.deployments.idle();
  process.send!('settled');
}
