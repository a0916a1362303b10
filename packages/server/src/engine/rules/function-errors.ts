import type { CommandExit } from '../sandbox/sandbox.ts';

/** An error that the platform, not the function, says: its payload, and the type that REPORT carries. */
export interface PlatformFault {
  readonly payload: Buffer;
  readonly errorType: string;
  /** What the function's log says of it before END, in Lambda's text format. */
  readonly note?: string;
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
  const { payload, note } = told('Runtime.ExitError', requestId, exitText(exit));
  return { payload, note, errorType: exit.outOfMemory ? 'Runtime.OutOfMemory' : 'Runtime.ExitError' };
}

export function exitText(exit: CommandExit): string {
  const reason = exitReason(exit);
  return reason === null ? 'Runtime exited without providing a reason' : `Runtime exited with error: ${reason}`;
}

/** An extension ended, or said that it will; types of the developer guide: `Extension.Crash`, `.InitError`, `.ExitError`. */
export function extensionFailed(requestId: string, errorType: string, text: string): PlatformFault {
  return told(errorType, requestId, text);
}

/** Go's words; null for an exit without an error. */
export function exitReason({ status, signal }: CommandExit): string | null {
  if (signal) return `signal: ${signal}`;
  return status ? `exit status ${status}` : null;
}

export function responseTooLarge(): PlatformFault {
  const errorMessage = `Response payload size exceeded maximum allowed payload size (${MAX_RESPONSE_BYTES} bytes).`;
  return fault('Function.ResponseSizeTooLarge', { errorMessage, errorType: 'Function.ResponseSizeTooLarge' });
}

/** A custom runtime's `bootstrap` is missing, or it or an extension cannot be executed; `reason` says which. */
export function launchFailed(requestId: string, errorType: string, reason: string): PlatformFault {
  return told(errorType, requestId, reason);
}

/** A runtime broke off in the middle of its answer: AWS's type, and its Runtime API's text (runtime interface emulator). */
export function responseTruncated(requestId: string): PlatformFault {
  return told('Runtime.TruncatedResponse', requestId, 'HTTP request detected as truncated');
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

function told(errorType: string, requestId: string, text: string): Required<PlatformFault> {
  const errorMessage = `RequestId: ${requestId} Error: ${text}`;
  return { ...fault(errorType, { errorType, errorMessage }), note: `${errorMessage}\n${errorType}` };
}

function fault(errorType: string, document: Readonly<Record<string, string>>): PlatformFault {
  return { payload: Buffer.from(JSON.stringify(document)), errorType };
}
