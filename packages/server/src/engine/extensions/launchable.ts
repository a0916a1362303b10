import { join } from 'node:path';
import { executionRefusal, placesOf } from '../execution-refusal.ts';
import { LaunchError } from '../initialization.ts';
import type { TakenPaths, TakePlan } from '../sandbox/sandbox.ts';

const OF_THE_RUNTIME = ['/var/lang', '/var/runtime'].map((guest) => ({ guest, host: null }));

/**
 * The type is the developer guide's for an extension that does not start ("Extension.LaunchError"), the text Go's.
 * @throws LaunchError for the first of the layers' extensions that the kernel will not execute
 */
export async function requireLaunchable(plan: TakePlan, paths: TakenPaths, names: readonly string[]): Promise<void> {
  const places = [...placesOf(plan, paths), ...OF_THE_RUNTIME];
  for (const name of names) {
    const refusal = await executionRefusal(join(plan.layers ?? '', 'extensions', name), places);
    if (refusal) throw new LaunchError('Extension.LaunchError', `fork/exec /opt/extensions/${name}: ${refusal}`);
  }
}
