import { codeStorageExceeded } from '../errors.ts';
import { LIMITS } from './limits.ts';

/** @param used what all versions of functions and layers hold now */
export function checkCodeStorage(used: number, added: number): void {
  if (used + added > LIMITS.codeStorageBytes) throw codeStorageExceeded();
}
