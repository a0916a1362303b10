/** SQLITE_CONSTRAINT_PRIMARYKEY and SQLITE_CONSTRAINT_UNIQUE (sqlite.org/rescode.html). */
const SQLITE_CODES = new Set<unknown>([1555, 2067]);
/** unique_violation (PostgreSQL manual, appendix A). */
const POSTGRES_CODE = '23505';

/** Whether a unit was rejected because a primary key or unique index already has the value. */
export function isUniqueViolation(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if ('errcode' in error && SQLITE_CODES.has(error.errcode)) return true;
  return 'code' in error && error.code === POSTGRES_CODE;
}
