/** Errors as AWS's Node runtime reports them: names and texts from the runtime interface client (facts: invoke, runtime API). */
export interface ErrorPayload {
  readonly errorType: string;
  readonly errorMessage: string;
  readonly trace?: readonly string[];
}

/** Where AWS's own runtime lies: shown in `Require stack` in place of Hearth's. */
const AWS_RUNTIME_FILE = '/var/runtime/index.mjs';

/** A `Runtime.*` error. */
export class RuntimeError extends Error {
  constructor(name: string, message: string, options?: ErrorOptions) {
    super(message, options);
    // Not enumerable: the log shows an error's enumerable properties.
    Object.defineProperty(this, 'name', { value: `Runtime.${name}`, configurable: true, writable: true });
    if (this.stack) this.stack = this.stack.replace(/^Error/, this.name);
  }
}

export function nodeJsExit(): RuntimeError {
  return new RuntimeError(
    'NodeJsExit',
    'The Lambda runtime client detected an unexpected Node.js exit code. This is most commonly caused by a Promise that was never settled. For more information, see https://nodejs.org/docs/latest/api/process.html#exit-codes',
  );
}

export function unhandledRejection(reason: unknown, promise: Promise<unknown>): RuntimeError {
  const error = new RuntimeError('UnhandledPromiseRejection', String(reason));
  return Object.assign(error, { reason, promise });
}

/** Loading failed: the two cases that AWS names, everything else as it was thrown. */
export function loadFailure(error: unknown): unknown {
  if (error instanceof SyntaxError) return userCodeSyntaxError(error);
  if (isError(error) && (error as NodeJS.ErrnoException).code === 'MODULE_NOT_FOUND') {
    return new RuntimeError('ImportModuleError', String(error).replaceAll(__filename, AWS_RUNTIME_FILE));
  }
  return error;
}

/** With the stack of the error itself, which names file and line (runtime interface client, src/utils/errors.ts). */
function userCodeSyntaxError(error: SyntaxError): RuntimeError {
  const failure = new RuntimeError('UserCodeSyntaxError', String(error));
  if (error.stack) failure.stack = error.stack;
  return failure;
}

/** What the caller of a failed invocation gets. */
export function errorPayload(error: unknown): ErrorPayload {
  try {
    if (isError(error)) {
      return {
        errorType: escapeDelete(error.name),
        errorMessage: escapeDelete(error.message),
        trace: escapeDelete(error.stack as string).split('\n'),
      };
    }
    return { errorType: typeof error, errorMessage: (error as { toString: () => string }).toString(), trace: [] };
  } catch {
    return {
      errorType: 'handled',
      errorMessage:
        'callback called with Error argument, but there was a problem while retrieving one or more of its message, name, and stack',
    };
  }
}

/** The log's form of an error: `\t{"errorType":…,"errorMessage":…,"stack":[…]}` with its own enumerable properties. */
export function formatForLog(error: Error): string {
  try {
    return `\t${JSON.stringify(error, (_key, value: unknown) => withEnumerableProperties(value))}`;
  } catch {
    return `\t${JSON.stringify(errorPayload(error))}`;
  }
}

export function intoError(error: unknown): Error {
  return error instanceof Error ? error : new Error(error as string);
}

function withEnumerableProperties(value: unknown): unknown {
  if (!(value instanceof Error)) return value;
  const { name: errorType, message: errorMessage, code } = value as NodeJS.ErrnoException;
  const fields: Record<string, unknown> = { errorType, errorMessage, code };
  Object.assign(fields, value);
  if (typeof value.stack === 'string') fields['stack'] = value.stack.split('\n');
  return fields;
}

/** Errors of other realms and look-alikes count, as on AWS. */
function isError(value: unknown): value is Error {
  if (value instanceof Error) return true;
  if (typeof value !== 'object' || value === null) return false;
  const { name, message, stack } = value as Error;
  return [name, message, stack].every((field) => typeof field === 'string' && field !== '');
}

function escapeDelete(text: string): string {
  return text.replaceAll('\x7F', '%7F');
}
