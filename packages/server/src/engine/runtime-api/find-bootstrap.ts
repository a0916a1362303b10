import type { Stats } from 'node:fs';
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { executionRefusal, placesOf } from '../execution-refusal.ts';
import { LaunchError } from '../initialization.ts';
import type { TakenPaths, TakePlan } from '../sandbox/sandbox.ts';

/**
 * The `bootstrap` of the code, else of the layers, as the function sees it. The first that is there counts, as on AWS:
 * one that cannot be executed fails instead of falling through to the next.
 * @throws LaunchError with the text of AWS's own implementation (runtime interface emulator, Go's os/exec)
 */
export async function findBootstrap(plan: TakePlan, paths: TakenPaths): Promise<string> {
  const places = placesOf(plan, paths);
  for (const { host, guest } of places) {
    const path = join(host, 'bootstrap');
    if (!(await fileAt(path))) continue;
    const refusal = await executionRefusal(path, places);
    if (refusal)
      throw new LaunchError('Runtime.InvalidEntrypoint', `fork/exec ${join(guest, 'bootstrap')}: ${refusal}`);
    return join(guest, 'bootstrap');
  }
  const searched = [paths.taskRoot, paths.layerRoot].map((root) => join(root, 'bootstrap'));
  throw new LaunchError('Runtime.InvalidEntrypoint', `Couldn't find valid bootstrap(s): [${searched.join(' ')}]`);
}

async function fileAt(path: string): Promise<boolean> {
  const found: Stats | null = await stat(path).catch(() => null);
  return found !== null && !found.isDirectory();
}
