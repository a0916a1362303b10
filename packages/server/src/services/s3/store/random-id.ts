import { randomInt } from 'node:crypto';

/** 52 random bits, so that no counter has to be shared and a number holds them exactly. */
export function randomId(): number {
  return randomInt(2 ** 26) * 2 ** 26 + randomInt(2 ** 26);
}
