import {
  launchFailed,
  type PlatformFault,
  runtimeExited,
  sandboxFailed,
  errorTypeIn,
} from './rules/function-errors.ts';
import type { Failure } from './rules/platform-lines.ts';
import type { CommandExit } from './sandbox/sandbox.ts';

/** `fault` is what a caller is told when the initialisation happened within its invocation. */
export type InitOutcome =
  | { readonly ok: true }
  | { readonly ok: false; readonly failure: Failure; readonly fault: (requestId: string) => PlatformFault };

/** A custom runtime's bootstrap, or an extension, cannot be executed; the message is AWS's text. */
export class LaunchError extends Error {
  readonly errorType: 'Runtime.InvalidEntrypoint' | 'Extension.LaunchError';

  constructor(errorType: LaunchError['errorType'], message: string) {
    super(message);
    this.errorType = errorType;
  }
}

/** One attempt to load the handler; the first of its ends counts. */
export class Initialization {
  readonly outcome: Promise<InitOutcome>;
  readonly #resolve: (outcome: InitOutcome) => void;
  readonly #timer: NodeJS.Timeout | null;

  /** @param limitMs null: the invocation's own deadline is the limit */
  constructor(limitMs: number | null) {
    const { promise, resolve } = Promise.withResolvers<InitOutcome>();
    this.outcome = promise;
    this.#resolve = resolve;
    this.#timer = limitMs === null ? null : setTimeout(() => this.timedOut(), limitMs);
  }

  timedOut(): void {
    this.#end({ ok: false, failure: { status: 'timeout' }, fault: sandboxFailed });
  }

  succeeded(): void {
    this.#end({ ok: true });
  }

  failed(error: Uint8Array, errorType: string): void {
    const type = errorType || errorTypeIn(error);
    const fault = { payload: Buffer.from(error), errorType: type };
    this.#end({ ok: false, failure: { status: 'error', errorType: type }, fault: () => fault });
  }

  exited(exit: CommandExit): void {
    const { errorType } = runtimeExited('', exit);
    this.#end({
      ok: false,
      failure: { status: 'error', errorType },
      fault: (requestId) => runtimeExited(requestId, exit),
    });
  }

  /** Something beside the runtime failed. */
  faulted(faultOf: (requestId: string) => PlatformFault): void {
    this.#end({ ok: false, failure: { status: 'error', errorType: faultOf('').errorType }, fault: faultOf });
  }

  /** The sandbox or the runtime could not be started at all. */
  broke(cause: unknown): void {
    this.faulted((requestId) =>
      cause instanceof LaunchError ? launchFailed(requestId, cause.errorType, cause.message) : sandboxFailed(requestId),
    );
  }

  #end(outcome: InitOutcome): void {
    if (this.#timer) clearTimeout(this.#timer);
    this.#resolve(outcome);
  }
}
