/** Whose fault: AWS's `Sender` is the caller, `Receiver` the service. */
export type Fault = 'client' | 'server';

export interface AwsErrorOptions {
  /** HTTP status; default: the model's for this code, else 400 for client and 500 for server faults. */
  readonly status?: number;
  readonly fault?: Fault;
  /** Further modelled members of the error (`Reason`, `retryAfterSeconds`, `BucketName`). */
  readonly members?: Readonly<Record<string, unknown>>;
  /** Response headers that go with it. */
  readonly headers?: Readonly<Record<string, string>>;
  readonly cause?: unknown;
}

/**
 * A service error: what AWS answers, rendered by the caller's protocol.
 * `code` is the model's shape name (`NoSuchEntityException`) or, for errors that the model does not name, the wire code.
 */
export class AwsError extends Error {
  readonly code: string;
  readonly options: AwsErrorOptions;

  constructor(code: string, message: string, options: AwsErrorOptions = {}) {
    super(message, { cause: options.cause });
    this.name = code;
    this.code = code;
    this.options = options;
  }
}

/** Binds a service's error codes, so that a code which its model does not have fails to compile. */
export function errorsOf<Code extends string>() {
  return (code: Code, message: string, options?: AwsErrorOptions): AwsError => new AwsError(code, message, options);
}

/** What AWS has and Hearth has not: named, never silently accepted. */
export function notImplemented(what: string): AwsError {
  return new AwsError('NotImplemented', `Hearth does not implement ${what} yet.`, { status: 501, fault: 'server' });
}

/** Start-up, configuration and CLI errors: `message` says what happened, `remedy` what to do. */
export class PlatformError extends Error {
  readonly remedy: string;

  constructor(message: string, remedy: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'PlatformError';
    this.remedy = remedy;
  }
}
