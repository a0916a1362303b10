import type { Transaction } from 'kysely';
import { isUniqueViolation } from '../../../storage/constraint-violations.ts';
import type { Storage } from '../../../storage/storage.ts';
import { conditionConflict } from '../errors.ts';
import type { S3Tables } from './tables.ts';

const MAX_ATTEMPTS = 5;

/** A unit that makes a version. Two first ones of one key at the same time collide where units run beside each other. */
export async function writeVersion<Result>(
  storage: Storage,
  unit: (tx: Transaction<S3Tables>) => Promise<Result>,
): Promise<Result> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await storage.write<S3Tables, Result>(unit);
    } catch (error) {
      if (!isUniqueViolation(error)) throw error;
      if (attempt === MAX_ATTEMPTS) throw conditionConflict();
    }
  }
}
