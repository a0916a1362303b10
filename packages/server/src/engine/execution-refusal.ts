import { constants } from 'node:fs';
import { access, open } from 'node:fs/promises';
import { join } from 'node:path';
import type { TakenPaths, TakePlan } from './sandbox/sandbox.ts';

/** Longer first lines are cut by the kernel (BINPRM_BUF_SIZE). */
const HEAD_BYTES = 256;
const ELF_MAGIC = Buffer.from([0x7f, 0x45, 0x4c, 0x46]);

/** A directory on this host, and where the function sees it. */
export interface Place {
  /** Null: it is there inside the sandbox alone. */
  readonly host: string | null;
  readonly guest: string;
}

/** The function's code, then its layers, if any. */
export function placesOf(plan: TakePlan, paths: TakenPaths): readonly (Place & { readonly host: string })[] {
  const task = { host: plan.code, guest: paths.taskRoot };
  return plan.layers === null ? [task] : [task, { host: plan.layers, guest: paths.layerRoot }];
}

/** Why the kernel will not execute the file, in its words; null when it will. */
export async function executionRefusal(path: string, places: readonly Place[]): Promise<string | null> {
  if (!(await accessible(path, constants.X_OK))) return 'permission denied';
  const head = await headOf(path);
  if (head.subarray(0, ELF_MAGIC.length).equals(ELF_MAGIC)) return null;
  const interpreter = /^#![ \t]*([^\s]+)/.exec(head.toString('latin1'))?.[1];
  if (interpreter === undefined) return 'exec format error';
  const place = places.find(({ guest }) => interpreter.startsWith(`${guest}/`));
  if (place?.host === null) return null;
  const host = place ? join(place.host, interpreter.slice(place.guest.length)) : interpreter;
  return (await accessible(host, constants.F_OK)) ? null : 'no such file or directory';
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
