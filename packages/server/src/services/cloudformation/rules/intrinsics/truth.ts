import type { Evaluated } from './intrinsic.ts';

/** What a condition function takes for true or false; null for neither. */
export function truthOf(value: Evaluated): boolean | null {
  if (value === true || value === 'true') return true;
  return value === false || value === 'false' ? false : null;
}
