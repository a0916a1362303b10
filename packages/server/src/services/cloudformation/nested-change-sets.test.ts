import { startTestPlatform } from '../../testing/test-platform.ts';
import { nestedChangeSetLimitsContract } from './nested-change-set-limits.contract.ts';
import { nestedChangeSetsContract } from './nested-change-sets.contract.ts';

nestedChangeSetsContract('SQLite', startTestPlatform);
nestedChangeSetLimitsContract('SQLite', startTestPlatform);
