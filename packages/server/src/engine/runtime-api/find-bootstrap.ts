import { constants, type Stats } from 'node:fs';
import { access, open, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { InvalidEntrypointError } from '../initialization.ts';
import type { TakenPaths, TakePlan } from '../sandbox/sandbox.ts';

/** Longer first lines are cut by the kernel (BINPRM_BUF_SIZE). */
const HEAD_BYTES = 256;
const ELF_MAGIC = Buffer.from([0x7f, 0x45, 0x4c, 0x46]);

/**
 * The `bootstrap` of the code, else of the layers, as the function sees it. The first that is there counts, as on AWS:
 * one that cannot be executed fails instead of falling through to the next.
 * @throws InvalidEntrypointError with the text of AWS's own implementation (runtime interface emulator, Go's os/exec)
 */
export async function findBootstrap(plan: TakePlan, paths: TakenPaths): Promise<string> {
  const task = { host: plan.code, guest: paths.taskRoot };
  const places = plan.layers === null ? [task] : [task, { host: plan.layers, guest: paths.layerRoot }];
  for (const { host, guest } of places) {
    const path = join(host, 'bootstrap');
    if (!(await fileAt(path))) continue;
    const refusal = await refusalOf(path, places);
    if (refusal) throw new InvalidEntrypointError(`fork/exec ${join(guest, 'bootstrap')}: ${refusal}`);
    return join(guest, 'bootstrap');
  }
  const searched = [paths.taskRoot, paths.layerRoot].map((root) => join(root, 'bootstrap'));
  throw new InvalidEntrypointError(`Couldn't find valid bootstrap(s): [${searched.join(' ')}]`);
}

/** Why the kernel will not execute the file, in its words; null when it will. */
async function refusalOf(
  path: string,
  places: readonly { readonly host: string; readonly guest: string }[],
): Promise<string | null> {
  if (!(await accessible(path, constants.X_OK))) return 'permission denied';
  const head = await headOf(path);
  if (head.subarray(0, ELF_MAGIC.length).equals(ELF_MAGIC)) return null;
  const interpreter = /^#![ \t]*([^\s]+)/.exec(head.toString('latin1'))?.[1];
  if (interpreter === undefined) return 'exec format error';
  const place = places.find(({ guest }) => interpreter.startsWith(`${guest}/`));
  const host = place ? join(place.host, interpreter.slice(place.guest.length)) : interpreter;
  return (await accessible(host, constants.F_OK)) ? null : 'no such file or directory';
}

async function fileAt(path: string): Promise<boolean> {
  const found: Stats | null = await stat(path).catch(() => null);
  return found !== null && !found.isDirectory();
}

function accessible(path: string, mode: number): Promise<boolean> {
  return access(path, mode).then(
    () => true,
    () => false,
  );
}

async function headOf(path: string): Promise<Buffer> {
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(HEAD_BYTES), 0, HEAD_BYTES, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}
