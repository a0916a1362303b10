export type RuntimeFamily = 'nodejs' | 'python' | 'provided';

/** A runtime that is present on this machine, ready to be started. */
export interface LocatedRuntime {
  /** As the function names it: `nodejs22.x`. */
  readonly runtime: string;
  readonly family: RuntimeFamily;
  /** Node: `22.11.0`. Python: `3.12.4`. Provided: `al2023`. */
  readonly version: string;
  /** Absolute real path of the interpreter, no shim and no symbolic link; absent for `provided`. */
  readonly executable?: string;
  /** Where the interpreter's installation starts (Python: `sys.base_prefix`); absent when only `executable` is needed. */
  readonly prefix?: string;
  /**
   * Host paths outside the usual system directories (`/usr`, `/lib*`, `/bin`) that the process must be able to read,
   * at the same path. A sandbox with a private root makes exactly these visible, read-only.
   */
  readonly visiblePaths: readonly string[];
  /** `provided` only: the first of these that is an executable file is the process. */
  readonly bootstrapPaths?: readonly string[];
}

/** What a runtime that cannot be used here says: `reason` ends with what to do. */
export type InstallProgress = (message: string) => void;

/** Finds a runtime on this machine, installing it when it can be installed. */
export interface RuntimeLocator {
  /** @throws PlatformError whose `remedy` says what to do, when it cannot be had on this machine. */
  locate(runtime: string, onProgress?: InstallProgress): Promise<LocatedRuntime>;
}

/** What cannot change after a runtime has booted: spares are kept per these values. */
export interface BootOptions {
  readonly memoryMb: number;
  /** `NODE_OPTIONS` and the like: the customer's variables that an interpreter reads while it starts. */
  readonly environment: Readonly<Record<string, string>>;
}

/** The command that starts an empty runtime. Descriptor 3 is the frame socket (packages/runtime/PROTOCOL.md). */
export interface RuntimeCommand {
  readonly file: string;
  readonly args: readonly string[];
  /** The whole environment of the boot; INIT replaces it with the function's. */
  readonly env: Readonly<Record<string, string>>;
  /** Host paths that the process reads, besides the located runtime's: our own runtime files. */
  readonly visiblePaths: readonly string[];
}
