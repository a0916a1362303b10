import { setTimeout as pause } from 'node:timers/promises';

const ASK_AGAIN_MS = 25;

/** Polls a fact about the outside world, which no event announces. @returns whether it came true */
export async function eventually(holds: () => boolean | Promise<boolean>, withinMs = 15_000): Promise<boolean> {
  for (const endsAt = performance.now() + withinMs; !(await holds());) {
    if (performance.now() > endsAt) return false;
    await pause(ASK_AGAIN_MS);
  }
  return true;
}
