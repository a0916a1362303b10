import type { Rendered, TemplateScope } from '../vtl/templates.ts';

export interface Validation {
  /** The number that the deployment whose models are meant is known by. */
  readonly stage: number;
  /** By URL, as texts: when the process has not had them yet. */
  readonly models?: ReadonlyMap<string, string>;
  /** A deployment whose models are not needed any more. */
  readonly forget?: number | undefined;
  /** The model's URL. */
  readonly model: string;
  readonly body: Uint8Array;
}

/** What is done with what API users wrote: `[input, output]`. */
export interface Jobs {
  /** What is wrong with a body. */
  validate: [Validation, readonly string[]];
  /** A mapping template, for a request or a response. */
  render: [{ readonly template: string; readonly scope: TemplateScope }, Rendered];
  /** What JSONPaths find in a body, as texts; null: nothing. */
  read: [{ readonly body: string; readonly paths: readonly string[] }, readonly (string | null)[]];
  /** The first of some patterns that matches the whole text; -1: none. */
  match: [{ readonly patterns: readonly string[]; readonly text: string }, number];
}

export type JobName = keyof Jobs;
export type Input<Name extends JobName> = Jobs[Name][0];
export type Output<Name extends JobName> = Jobs[Name][1];

export type Job = { readonly [Name in JobName]: { readonly name: Name; readonly input: Input<Name> } }[JobName];

/** That the process has started, then an answer for each job. `failure`: why the job cannot be done. */
export type ProgramMessage = 'ready' | { readonly output: unknown } | { readonly failure: string };
