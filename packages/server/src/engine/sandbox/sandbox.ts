import type { Duplex, Readable } from 'node:stream';

/**
 * Where one runtime process and its children live. A driver starts empty sandboxes; each is given a function once
 * (`take`), and ends with everything that was started inside it.
 */
export interface SandboxDriver {
  readonly capabilities: HostCapabilities;
  /** Starts the command at once; what the process says arrives on the sandbox's streams. */
  boot(plan: BootPlan): Sandbox;
  /** Where the function will see what a plan takes. */
  pathsOf(plan: TakePlan): TakenPaths;
  /** Ends what an earlier, killed platform left behind in this data directory. Called once, before the first `boot`. */
  endLeftovers(): void;
  /** Removes what the driver keeps on disk and in control groups. All sandboxes have ended. */
  close(): Promise<void>;
}

export interface BootPlan {
  readonly command: SandboxCommand;
  /** May be another when it is taken: not every runtime's spares are kept per memory size. */
  readonly memoryMb: number;
  /** Bound before the command starts, for commands that are part of the function's code (`bootstrap`). */
  readonly take?: TakePlan;
  /** With `take` alone: programs beside the command, which itself starts with `Sandbox.run` then. */
  readonly companions?: Companions;
  /** With `take` alone: the sandbox has this /tmp instead of an empty one. */
  readonly tmp?: KeptTmp;
}

/** Executables of the layers' `extensions` directory, with the same user and limits as the command. */
export interface Companions {
  readonly names: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly onExit: (name: string, exit: CommandExit) => void;
}

/** The /tmp of a sandbox that has ended, until the next one of the same environment has it or nobody wants it. */
export interface KeptTmp {
  /** Lets it go, wherever it is; once is enough. */
  release(): void;
}

export interface SandboxCommand {
  readonly file: string;
  readonly args: readonly string[];
  /** The whole environment. */
  readonly env: Readonly<Record<string, string>>;
  /** Secrets travel over descriptor 3, before the command's own use of it, instead of a command line. */
  readonly secretEnv: boolean;
  /** The command has descriptor 3. */
  readonly usesSocket: boolean;
  /** Host paths that the process may read, besides the system's own. */
  readonly visiblePaths: readonly string[];
  /** Host paths that appear elsewhere inside: wherever one occurs in file, args or env it is rewritten. */
  readonly guestPaths: Readonly<Record<string, string>>;
}

/** What turns an empty sandbox into a function's. Host paths, read-only inside. */
export interface TakePlan {
  readonly code: string;
  readonly layers: string | null;
  /** Writable inside: the compile cache that environments of one version share. */
  readonly compileCache: string | null;
  readonly ephemeralStorageMb: number;
  readonly memoryMb: number;
}

/** How the function sees what was taken. */
export interface TakenPaths {
  readonly taskRoot: string;
  readonly layerRoot: string;
  readonly compileCache: string | null;
  /** Variables that the sandbox needs the function to have. */
  readonly environment: Readonly<Record<string, string>>;
}

/** A plan on its way into a sandbox. */
export interface Taking {
  /** Known at once. */
  readonly paths: TakenPaths;
  /** True when the files are there; false when the sandbox ended before, as its exit tells; rejects when they cannot be bound. */
  readonly bound: Promise<boolean>;
}

/** How the command ended; `status` is null when a signal ended it. */
export interface CommandExit {
  readonly status: number | null;
  /** As Go and thus AWS name it: `killed`, `segmentation fault`, `aborted`. */
  readonly signal: string | null;
  readonly outOfMemory: boolean;
}

export interface Sandbox {
  /** Descriptor 3 of the command. */
  readonly socket: Duplex;
  readonly stdout: Readable;
  readonly stderr: Readable;
  /** The command's own end; processes that it started may outlive it until `kill`. */
  readonly exited: Promise<CommandExit>;
  /** No process is left. */
  readonly closed: Promise<void>;
  /** Binds the plan, once; one that was booted with it says when it is bound. */
  take(plan: TakePlan): Taking;
  /** Starts the command of a sandbox with companions. */
  run(): void;
  /** Of the command alone, not of what it started: nothing when it has ended, and when it starts if it has not. */
  signal(signal: 'SIGTERM' | 'SIGKILL'): void;
  /** Keeps the files in /tmp beyond the sandbox's end, to be called while it lives; null when there are none. */
  keepTmp(): KeptTmp | null;
  /** Stops every process until `thaw`; of a sandbox that has been taken. */
  freeze(): void;
  /** @returns false when the command ended while it was stopped; stopped with it, nothing could tell of that */
  thaw(): boolean;
  /** Ends every process; frozen ones too. */
  kill(): void;
  /** Host pids of all its processes; null where they cannot be told from others'. */
  processes(): readonly number[] | null;
  /** Peak of the resident memory of all processes, in bytes; a few tens of microseconds. */
  peakMemoryBytes(): number;
  /** Ends the sandbox when its memory is above its limit now (hosts and cases where the kernel does not). */
  enforceMemory(): void;
}

export type SandboxStrategy = 'namespaces-root' | 'namespaces-user' | 'plain';

/** What this host can isolate and limit, for start-up and `hearth doctor`. */
export interface HostCapabilities {
  readonly strategy: SandboxStrategy;
  readonly memoryLimit: 'cgroup-v1' | 'cgroup-v2' | 'watched';
  readonly cpuLimit: 'cgroup-v1' | 'cgroup-v2' | 'none';
  readonly processLimit: 'cgroup-v1' | 'cgroup-v2' | 'none';
  readonly freeze: 'cgroup-v2' | 'signals';
  readonly diesWithPlatform: 'kernel' | 'next-start';
  /** What is weaker than on the strongest host, in sentences that end with what to do. Empty on the strongest. */
  readonly weaknesses: readonly string[];
}
