import type { CommandExit } from '../sandbox.ts';

/** Go's names of signals, which AWS's messages carry ("signal: killed"). */
const SIGNAL_NAMES: Record<string, string> = {
  SIGILL: 'illegal instruction',
  SIGTRAP: 'trace/breakpoint trap',
  SIGABRT: 'aborted',
  SIGBUS: 'bus error',
  SIGFPE: 'floating point exception',
  SIGKILL: 'killed',
  SIGSEGV: 'segmentation fault',
  SIGTERM: 'terminated',
};

/**
 * A shell reports a signal as 128 + its number. Only those of SIGNAL_NAMES are read back as signals: 128 and 129 are
 * ordinary exit statuses of AWS's Node runtime (unhandled rejection, uncaught exception).
 */
const SHELL_STATUS: Record<number, string> = {
  132: 'SIGILL',
  133: 'SIGTRAP',
  134: 'SIGABRT',
  135: 'SIGBUS',
  136: 'SIGFPE',
  137: 'SIGKILL',
  139: 'SIGSEGV',
  143: 'SIGTERM',
};

export function exitFromShell(status: number, outOfMemory: boolean): CommandExit {
  const signal = SHELL_STATUS[status];
  return signal ? exitFromSignal(signal, outOfMemory) : { status, signal: null, outOfMemory };
}

export function exitFromSignal(signal: string, outOfMemory: boolean): CommandExit {
  return { status: null, signal: SIGNAL_NAMES[signal] ?? signal, outOfMemory };
}
