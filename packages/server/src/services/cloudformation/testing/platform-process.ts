import { startTestPlatform } from '../../../testing/test-platform.ts';

/** A platform on the directory given, for tests that kill it; tells its parent where it listens. */
const platform = await startTestPlatform({ data: { kind: 'directory', path: process.argv[2]! } });
process.send!(platform.endpoint);
process.on('disconnect', () => process.exit());
