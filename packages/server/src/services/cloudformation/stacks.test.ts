import { startTestPlatform } from '../../testing/test-platform.ts';
import { stacksContract } from './stacks.contract.ts';

stacksContract('SQLite', startTestPlatform);
