import type { InvocationHeader } from '../link/runtime-link.ts';
import { exitReason, extensionFailed, type PlatformFault } from '../rules/function-errors.ts';
import type { CommandExit } from '../sandbox/sandbox.ts';
import { Extension, type ExtensionEvent } from './extension.ts';

/** "Lambda limits the number of extensions to 10" (developer guide, Extensions API). */
export const MAX_EXTENSIONS = 10;

export type ShutdownReason = 'spindown' | 'timeout' | 'failure';

export interface ExtensionListener {
  /** Every extension waits for its next event. */
  idle(): void;
  failed(faultOf: (requestId: string) => PlatformFault): void;
}

/** The extensions of one environment: who has registered, who is busy with the invocation. */
export class Extensions {
  listener: ExtensionListener = { idle: () => {}, failed: () => {} };
  /** Every external one has registered. */
  readonly registered: Promise<void>;
  readonly #registered = Promise.withResolvers<void>();
  readonly #all = new Map<string, Extension>();
  readonly #gone = Promise.withResolvers<void>();
  #open = true;
  #stopping = false;

  /** @param external names of the executables that were started */
  constructor(external: readonly string[]) {
    for (const name of external) this.#add(new Extension(name, true));
    this.registered = this.#registered.promise;
    this.#settle();
  }

  get idle(): boolean {
    return this.all.every((extension) => extension.idle);
  }

  get all(): readonly Extension[] {
    return [...this.#all.values()];
  }

  find(id: string): Extension | undefined {
    return this.#all.get(id);
  }

  named(name: string): Extension | undefined {
    return this.all.find((extension) => extension.name === name);
  }

  get open(): boolean {
    return this.#open;
  }

  /** The runtime has initialised: who is not registered by now stays out. */
  closeRegistration(): void {
    this.#open = false;
  }

  /** An internal one, which is there as soon as it registers. */
  addInternal(name: string): Extension {
    return this.#add(new Extension(name, false));
  }

  /** Somebody registered, waits or ended. */
  changed(): void {
    this.#settle();
    if (this.idle) this.listener.idle();
  }

  invoke({ deadlineMs, requestId, invokedFunctionArn, traceId }: InvocationHeader): void {
    const tracing = { type: 'X-Amzn-Trace-Id', value: traceId ?? '' };
    for (const extension of this.all) extension.send('INVOKE', { deadlineMs, requestId, invokedFunctionArn, tracing });
  }

  /** The extension itself says that it failed. */
  reported(extension: Extension, kind: 'InitError' | 'ExitError', errorType: string): void {
    this.#fail(`Extension.${kind}`, `Extension ${extension.name} reported ${errorType}`);
  }

  exited(name: string, exit: CommandExit): void {
    this.named(name)?.move('Exited');
    if (!this.#stopping) this.#fail('Extension.Crash', exitReason(exit) ?? 'exit status 0');
    this.changed();
  }

  /** From now on nobody's end is a failure. */
  expectEnd(): void {
    this.#stopping = true;
  }

  /** Tells those who asked for it that the environment ends; resolves when every external one has ended, or at the limit. */
  async shutdown(shutdownReason: ShutdownReason, withinMs: number): Promise<void> {
    this.#stopping = true;
    this.#settle();
    const deadlineMs = Date.now() + withinMs;
    for (const extension of this.all) extension.send('SHUTDOWN', { shutdownReason, deadlineMs });
    let timer: NodeJS.Timeout | undefined;
    const limit = new Promise<void>((resolve) => (timer = setTimeout(resolve, withinMs)));
    await Promise.race([this.#gone.promise, limit]);
    clearTimeout(timer);
  }

  #add(extension: Extension): Extension {
    this.#all.set(extension.id, extension);
    return extension;
  }

  #fail(errorType: string, text: string): void {
    this.#stopping = true;
    this.listener.failed((requestId) => extensionFailed(requestId, errorType, text));
  }

  #settle(): void {
    const external = this.all.filter((extension) => extension.external);
    if (external.every((extension) => extension.state !== 'Started')) this.#registered.resolve();
    // One that asked for no SHUTDOWN is not waited for.
    const awaited = external.filter(
      (extension) => extension.state !== 'Exited' && extension.events.includes('SHUTDOWN' satisfies ExtensionEvent),
    );
    if (this.#stopping && awaited.length === 0) this.#gone.resolve();
  }
}
