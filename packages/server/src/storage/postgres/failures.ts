/** PostgreSQL's SQLSTATE of an error, or Node's code of a failed system call. */
function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';
}

/** serialization_failure and deadlock_detected: the transaction was undone and may simply run again (manual, 13.5). */
export function isConflict(error: unknown): boolean {
  return ['40001', '40P01'].includes(codeOf(error));
}

/** A migration elsewhere changed what a prepared statement returns: a new connection prepares it anew. */
export function isStalePlan(error: unknown): boolean {
  return codeOf(error) === '0A000' && error instanceof Error && error.message.includes('cached plan');
}

/** Class 08, admin_shutdown, crash_shutdown, cannot_connect_now; too_many_connections while others leave. */
const LOST_SQLSTATE = /^(08...|57P0[123]|53300)$/;
const LOST_SYSTEM_CODES = ['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'EHOSTUNREACH'];
/** What pg itself says, without a code. */
const LOST_MESSAGE = /Connection terminated|not queryable|Connection ended/;

/** The server cannot be reached, or went away. */
export function isConnectionLoss(error: unknown): boolean {
  const code = codeOf(error);
  if (LOST_SQLSTATE.test(code) || LOST_SYSTEM_CODES.includes(code)) return true;
  return error instanceof Error && (LOST_MESSAGE.test(error.message) || isMissingSocket(error));
}

/** The server's Unix socket goes with it; any other file that is not there is no matter of its. */
function isMissingSocket(error: Error): boolean {
  return codeOf(error) === 'ENOENT' && 'syscall' in error && error.syscall === 'connect';
}
