import { isScalar } from '../values.ts';
import type { Evaluated } from './intrinsic.ts';

/** A scalar as CloudFormation writes it; null for anything else. */
export function textOf(value: Evaluated): string | null {
  return isScalar(value) ? String(value) : null;
}
