import { cpus, loadavg, release, totalmem } from 'node:os';

export interface Machine {
  readonly description: string;
  /** Processes that wanted a core in the last minute, before the run began. */
  readonly load: number;
  /** Others were at work: the numbers say less, ratios still most. */
  readonly loaded: boolean;
}

/** An idle machine shows less; a desktop's or a test run's load more. */
const QUIET_LOAD = 0.5;

export function describeMachine(): Machine {
  const processors = cpus();
  const load = loadavg()[0] ?? 0;
  const gigabytes = Math.round(totalmem() / 2 ** 30);
  const model = processors[0]?.model.trim() || process.arch;
  return {
    description: `${processors.length} x ${model}, ${gigabytes} GB, Linux ${release()}, Node ${process.versions.node}`,
    load,
    loaded: load > QUIET_LOAD,
  };
}
