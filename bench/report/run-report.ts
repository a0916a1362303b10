import type { Machine } from '../machine.ts';
import type { Row } from '../measurement.ts';
import type { Section } from '../section.ts';

export interface MeasuredSection {
  readonly section: Section;
  readonly rows: readonly Row[];
}

/** All of one run, for the writers. */
export interface RunReport {
  readonly machine: Machine;
  readonly date: Date;
  readonly quick: boolean;
  readonly sections: readonly MeasuredSection[];
}

export function allRows({ sections }: RunReport): Row[] {
  return sections.flatMap(({ rows }) => rows);
}
