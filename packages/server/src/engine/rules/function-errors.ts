import type { CommandExit } from '../sandbox/sandbox.ts';

/** An error that the platform, not the function, says: its payload, and the type that REPORT carries. */
export interface PlatformFault {
  readonly payload: Buffer;
  readonly errorType: string;
}

/** 6 MiB + 100 (recorded; also the Runtime API's own text). */
export const MAX_RESPONSE_BYTES = 6_291_556;
/** Streamed answers (Lambda quotas, since July 2025). */
export const MAX_STREAMED_BYTES = 200 * 1_048_576;

export function timedOut(requestId: string, timeoutSeconds: number): PlatformFault {
  const errorMessage = `RequestId: ${requestId} Error: ${timeoutText(timeoutSeconds)}`;
  return fault('Sandbox.Timedout', { errorType: 'Sandbox.Timedout', errorMessage });
}

export function timeoutText(timeoutSeconds: number): string {
  return `Task timed out after ${timeoutSeconds.toFixed(2)} seconds`;
}

/** The runtime process ended during an invocation or its initialisation. */
export function runtimeExited(requestId: string, exit: CommandExit): PlatformFault {
  const errorMessage = `RequestId: ${requestId} Error: ${exitText(exit)}`;
  return fault(exit.outOfMemory ? 'Runtime.OutOfMemory' : 'Runtime.ExitError', {
    errorType: 'Runtime.ExitError',
    errorMessage,
  });
}

export function exitText({ status, signal }: CommandExit): string {
  if (signal) return `Runtime exited with error: signal: ${signal}`;
  return status ? `Runtime exited with error: exit status ${status}` : 'Runtime exited without providing a reason';
}

export function responseTooLarge(): PlatformFault {
  const errorMessage = `Response payload size exceeded maximum allowed payload size (${MAX_RESPONSE_BYTES} bytes).`;
  return fault('Function.ResponseSizeTooLarge', { errorMessage, errorType: 'Function.ResponseSizeTooLarge' });
}

/** `provided` without a bootstrap. */
export function invalidEntrypoint(requestId: string, searched: readonly string[]): PlatformFault {
  const errorMessage = `RequestId: ${requestId} Error: Couldn't find valid bootstrap(s): [${searched.join(' ')}]`;
  return fault('Runtime.InvalidEntrypoint', { errorType: 'Runtime.InvalidEntrypoint', errorMessage });
}

/** Something of ours failed on the way: the caller sees AWS's text for it, our log the cause. */
export function sandboxFailed(requestId: string): PlatformFault {
  const errorMessage = `RequestId: ${requestId} Error: The execution environment could not be started`;
  return fault('Sandbox.Failure', { errorType: 'Sandbox.Failure', errorMessage });
}

/** The type inside an error document, for REPORT lines; only read when something failed. */
export function errorTypeIn(document: Uint8Array): string {
  try {
    const { errorType } = JSON.parse(Buffer.from(document).toString()) as { errorType?: unknown };
    return typeof errorType === 'string' ? errorType : 'Unhandled';
  } catch {
    return 'Unhandled';
  }
}

function fault(errorType: string, document: Readonly<Record<string, string>>): PlatformFault {
  return { payload: Buffer.from(JSON.stringify(document)), errorType };
}
