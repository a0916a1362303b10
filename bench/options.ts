import { parseArgs } from 'node:util';
import type { Section } from './section.ts';

export interface Options {
  readonly sections: readonly Section[];
  readonly quick: boolean;
  readonly strict: boolean;
  /** Where the report goes; only a whole run has one unless it was asked for. */
  readonly write?: string;
}

const EXAMPLES = `
Examples:
  npm run bench                                everything (about a quarter of an hour), into docs/numbers.md and .svg
  npm run bench -- --quick                     short rounds, printed only
  npm run bench -- --only invoke --only s3     some sections, printed only
  npm run bench -- --quick --write /tmp/x      the report of a short run, elsewhere
  npm run bench -- --strict                    exit code 1 when a promise is not held

The peers are installed into .cache/bench-peers when they are first needed (bench/peers/versions.ts); one that cannot be
installed or started is reported as absent. Close everything else on the machine: load above 0.5 is marked in the report.
Linux only: processor time and memory are read from /proc.`;

export function helpText(all: readonly Section[]): string {
  const width = Math.max(...all.map(({ name }) => name.length));
  return `npm run bench -- [--only SECTION]… [--quick] [--strict] [--write DIRECTORY]

Measures Hearth beside its peers in one run, and says which numbers of SPECIFICATION.md are held.

Sections:
${all.map(({ name, title }) => `  ${name.padEnd(width)}  ${title}`).join('\n')}
${EXAMPLES}`;
}

/** Undefined when help was asked for. @throws Error naming what is not understood */
export function readOptions(args: readonly string[], all: readonly Section[], reportHome: string): Options | undefined {
  const { values } = parseArgs({
    args: [...args],
    options: {
      only: { type: 'string', multiple: true, default: [] },
      quick: { type: 'boolean', default: false },
      strict: { type: 'boolean', default: false },
      write: { type: 'string' },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  if (values.help) return undefined;
  const names = values.only.flatMap((each) => each.split(','));
  const unknown = names.find((name) => !all.some((section) => section.name === name));
  if (unknown !== undefined) throw new Error(`There is no section ${unknown}: see npm run bench -- --help`);
  const whole = names.length === 0 && !values.quick;
  return {
    sections: names.length === 0 ? all : all.filter(({ name }) => names.includes(name)),
    quick: values.quick,
    strict: values.strict,
    write: values.write ?? (whole ? reportHome : undefined),
  };
}
