/**
 * The life of an execution environment: one log stream, one invocation at a time, and a runtime process that may be
 * replaced (after a timeout or crash AWS resets an environment and starts its runtime again with the next invocation).
 *
 *   starting      has no process yet
 *   initializing  a spare or a new runtime is given the function's code and loads its handler
 *   idle          loaded and waiting; its processes run on
 *   frozen        as idle, its processes stopped
 *   busy          runs an invocation (its own late initialisation included)
 *   blank         has no runtime: the next invocation starts one within its own time
 *   stopping      its processes are being ended
 *   dead          no process is left
 */
export type EnvironmentState = 'starting' | 'initializing' | 'idle' | 'frozen' | 'busy' | 'blank' | 'stopping' | 'dead';

const MOVES: Readonly<Record<EnvironmentState, readonly EnvironmentState[]>> = {
  starting: ['initializing', 'blank', 'stopping'],
  initializing: ['idle', 'blank', 'stopping'],
  idle: ['busy', 'frozen', 'blank', 'stopping'],
  frozen: ['busy', 'idle', 'blank', 'stopping'],
  busy: ['idle', 'blank', 'stopping'],
  blank: ['busy', 'stopping'],
  stopping: ['dead'],
  dead: [],
};

/** @throws Error for a move that the life of an environment does not have: a bug of the engine */
export function assertMove(from: EnvironmentState, to: EnvironmentState): void {
  if (!MOVES[from].includes(to)) throw new Error(`an environment cannot go from ${from} to ${to}`);
}
