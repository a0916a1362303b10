import type { LoadTools } from './load/measure-load.ts';
import type { Row } from './measurement.ts';
import type { Progress } from './progress.ts';

/** What every section is given. */
export interface Bench extends LoadTools {
  readonly progress: Progress;
}

/** A subject of the bench: `--only NAME` runs it alone. */
export interface Section {
  readonly name: string;
  readonly title: string;
  /** For the report: how it is measured. */
  readonly about: string;
  run(bench: Bench): Promise<readonly Row[]>;
}
