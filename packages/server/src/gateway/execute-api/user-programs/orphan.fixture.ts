import { systemClock } from '../../../kernel/clock.ts';
import { jsonLogger } from '../../../kernel/logger.ts';
import { newApi } from '../../../services/apigateway/rules/new-api.ts';
import { UserPrograms } from './user-programs.ts';

/** A platform in the middle of a job that never ends. */
const schedule = (delayMs: number, task: () => void) => {
  process.stdout.write('begun\n');
  return systemClock.schedule(delayMs, task);
};
const programs = new UserPrograms({ ...systemClock, schedule }, jsonLogger('error'));
void programs.match(newApi({ name: 'api', createdAt: 0 }), ['(a+)+'], `${'a'.repeat(60)}!`);
