import { isConflict, isConnectionLoss } from './postgres/failures.ts';

/** SQLITE_BUSY, SQLITE_IOERR, SQLITE_FULL and SQLITE_CANTOPEN: the low byte of every extended code (sqlite.org/rescode.html). */
const SQLITE_CODES = new Set<unknown>([5, 10, 13, 14]);
/** No space, no quota, a disk that fails, no file descriptors: of blobs, and of whatever else is a file. */
const SYSTEM_CODES = new Set<unknown>(['ENOSPC', 'EDQUOT', 'EIO', 'EMFILE', 'ENFILE']);
/** insufficient_resources (disk_full, out_of_memory, …) and io_error (PostgreSQL manual, appendix A). */
const POSTGRES_CODE = /^(53...|58030)$/;

/**
 * Whether something failed, itself or by its causes, because storage could not do its work: a full disk, a database that
 * is away. It says nothing of what was asked for, and passes without anybody asking for something else.
 */
export function isOutage(error: unknown): boolean {
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    if (isConnectionLoss(cause) || isConflict(cause)) return true;
    if ('errcode' in cause && typeof cause.errcode === 'number' && SQLITE_CODES.has(cause.errcode & 0xff)) return true;
    if (!('code' in cause)) continue;
    if (SYSTEM_CODES.has(cause.code) || POSTGRES_CODE.test(String(cause.code))) return true;
  }
  return false;
}
