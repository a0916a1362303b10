import { textOf } from '../values.ts';
import { boundedCompiler, type Parsed } from './bounded-compiler.ts';
import { TemplateInput, type InputParameters } from './input.ts';
import { toJava } from './java-values.ts';
import { TEMPLATE_METHODS } from './methods.ts';
import { templateUtil } from './util.ts';

export interface TemplateScope {
  readonly body: string;
  readonly parameters: InputParameters;
  readonly context: object;
  readonly stageVariables: Readonly<Record<string, string>>;
}

/** What a template may set in `$context` to change what goes on. */
export interface Overrides {
  readonly status?: string;
  readonly header: Readonly<Record<string, string>>;
  readonly path: Readonly<Record<string, string>>;
  readonly querystring: Readonly<Record<string, string>>;
}

export interface Rendered {
  readonly text: string;
  readonly requestOverride: Overrides;
  readonly responseOverride: Overrides;
}

/** The gateway's own variables: what they lack renders as nothing, where others render as their name. */
const OWN_VARIABLES: ReadonlySet<unknown> = new Set(['context', 'stageVariables', 'input', 'util']);
const MAX_PARSED = 1000;
/** "Payload size 10 MB" (API Gateway quotas, REST APIs): of the text, and of all that is overridden. */
const MAX_CHARACTERS = 10 * 1024 ** 2;

type Velocity = typeof import('velocityjs');

/**
 * Renders mapping templates (VTL); parsed ones are kept. The engine is loaded with the first. Neither time nor memory
 * is bounded here: whoever renders what strangers wrote does it in a process that can be ended.
 */
export class Templates {
  readonly #parsed = new Map<string, Parsed>();
  #compiler: ReturnType<typeof boundedCompiler> | null = null;

  /** Throws when the template cannot be parsed, or fails. */
  async render(template: string, { body, parameters, context, stageVariables }: TemplateScope): Promise<Rendered> {
    const velocity = await import('velocityjs');
    const parsed = this.#parse(velocity, template);
    const own = toJava({ ...context, requestOverride: emptyOverrides(), responseOverride: emptyOverrides() });
    const variables = {
      input: new TemplateInput(body, parameters),
      context: own,
      stageVariables: toJava(stageVariables),
      util: templateUtil,
    };
    const Compiler = (this.#compiler ??= boundedCompiler(velocity, (part) => this.#parse(velocity, part)));
    const text = new Compiler(parsed, { customMethodHandlers: TEMPLATE_METHODS }).render(variables);
    const { requestOverride, responseOverride } = own as Readonly<Record<string, unknown>>;
    return bounded({
      text,
      requestOverride: readOverrides(requestOverride),
      responseOverride: readOverrides(responseOverride),
    });
  }

  #parse({ parse }: Velocity, template: string): Parsed {
    let parsed = this.#parsed.get(template);
    if (!parsed) {
      parsed = parse(template);
      silenceOwn(parsed);
      if (this.#parsed.size >= MAX_PARSED) this.#parsed.clear();
      this.#parsed.set(template, parsed);
    }
    return parsed;
  }
}

function emptyOverrides(): Overrides {
  return { header: {}, path: {}, querystring: {} };
}

/** As texts: a template may have put any value there. */
function readOverrides(value: unknown): Overrides {
  const { status, header, path, querystring } = (value ?? {}) as Readonly<Record<string, unknown>>;
  const places = { header: texts(header), path: texts(path), querystring: texts(querystring) };
  return status === undefined ? places : { status: textOf(status), ...places };
}

function texts(value: unknown): Record<string, string> {
  if (typeof value !== 'object' || value === null) return {};
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, String(part)]));
}

function bounded(rendered: Rendered): Rendered {
  const { text, requestOverride, responseOverride } = rendered;
  const overridden = [requestOverride, responseOverride].flatMap(({ status = '', header, path, querystring }) => [
    status,
    ...[header, path, querystring].flatMap(Object.entries).flat(),
  ]);
  const size = overridden.reduce((sum, part) => sum + (part as string).length, text.length);
  if (size > MAX_CHARACTERS) throw new Error(`the template renders more than ${MAX_CHARACTERS} characters`);
  return rendered;
}

/** Turns `$context.x` into `$!context.x` throughout a syntax tree. */
function silenceOwn(node: unknown): void {
  if (typeof node !== 'object' || node === null) return;
  const reference = node as { type?: unknown; id?: unknown; leader?: unknown };
  if (reference.type === 'references' && OWN_VARIABLES.has(reference.id)) reference.leader = '$!';
  for (const part of Object.values(node)) silenceOwn(part);
}
