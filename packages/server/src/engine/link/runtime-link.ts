import type { PlatformFault } from '../rules/function-errors.ts';

/** What a runtime is told to become a function's (packages/runtime/PROTOCOL.md, INIT). */
export interface RuntimeInit {
  /** With `env`: absent for a process that was started with the function's environment, `_HANDLER` in it. */
  readonly handler?: string;
  readonly taskRoot: string;
  readonly layerRoot: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly logFormat: 'Text' | 'JSON';
  readonly logLevel?: string;
  readonly compileCache?: string;
  readonly awsPort: number;
}

export interface InvocationHeader {
  readonly requestId: string;
  /** Epoch milliseconds. */
  readonly deadlineMs: number;
  readonly invokedFunctionArn: string;
  readonly traceId?: string | undefined;
  /** JSON text. */
  readonly clientContext?: string | undefined;
  readonly cognitoIdentity?: { readonly cognitoIdentityId: string; readonly cognitoIdentityPoolId: string };
  readonly streaming?: boolean;
}

/**
 * The way to one runtime process: frames for our own runtimes, AWS's Runtime API for others. Order of events:
 * `booted`, then `initialized` or `initFailed`, then for each `invoke` one of `responded`, `failed` or
 * `streamStarted streamChunk* streamEnded`, each followed by `idle`.
 */
export interface RuntimeLink {
  /** Whoever drives the runtime; may be replaced while the runtime is idle. */
  listener: RuntimeListener;
  /** The runtime said its last; with a text when it broke the protocol. */
  readonly closed: Promise<string | null>;
  init(init: RuntimeInit): void;
  /** The function's files are in place: the handler may be loaded. Once, after `init`. */
  load(): void;
  /** Never two at a time. */
  invoke(header: InvocationHeader, event: Uint8Array): void;
  /** Stops reading until each `pause` has had its `resume`: the receiver of a stream, or of log lines, is slower. */
  pause(): void;
  resume(): void;
  /** What was said before still comes. */
  close(): void;
}

export interface RuntimeListener {
  booted(): void;
  initialized(): void;
  /** `error` is the JSON as the caller will see it. */
  initFailed(error: Uint8Array, errorType: string): void;
  logged(timestamp: number, text: string): void;
  responded(body: Uint8Array, contentType: string): void;
  failed(error: Uint8Array, errorType: string): void;
  streamStarted(contentType: string): void;
  streamChunk(chunk: Uint8Array): void;
  /** `error` is the JSON of a failure in mid-stream; its type, when it is another than the JSON's. */
  streamEnded(error: Uint8Array | null, errorType?: string): void;
  /** It is about to exit: no `invoke` after the running one. */
  leaving(): void;
  /** Ready for the next `invoke`. */
  idle(): void;
  /** An extension beside it has initialised. */
  extensionReady(name: string, events: readonly string[]): void;
  /** The environment has to be reset for something that is not the runtime's doing; told to whom it happened. */
  faulted(faultOf: (requestId: string) => PlatformFault): void;
}

const ignore = () => {};
export const NOBODY: RuntimeListener = {
  booted: ignore,
  initialized: ignore,
  initFailed: ignore,
  logged: ignore,
  responded: ignore,
  failed: ignore,
  streamStarted: ignore,
  streamChunk: ignore,
  streamEnded: ignore,
  leaving: ignore,
  idle: ignore,
  extensionReady: ignore,
  faulted: ignore,
};

export const DEFAULT_CONTENT_TYPE = 'application/json';
