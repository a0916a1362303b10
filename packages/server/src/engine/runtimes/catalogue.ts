import type { RuntimeFamily } from './runtimes.ts';

export interface RuntimeEntry {
  readonly runtime: string;
  /** `other`: AWS accepts it, Hearth cannot run it. */
  readonly family: RuntimeFamily | 'other';
  /** What must be found: Node's major (`22`), Python's minor (`3.12`), the operating system (`al2023`). */
  readonly version: string;
  /** Why Hearth cannot run it and what to do; absent when it can. */
  readonly unsupported?: string;
}

/** What AWS accepts, in the order of its error text (recorded November 2025; facts: lifecycle). */
const ACCEPTED = [
  'nodejs24.x',
  'nodejs22.x',
  'nodejs20.x',
  'nodejs18.x',
  'nodejs16.x',
  'python3.14',
  'python3.13',
  'python3.12',
  'python3.11',
  'python3.10',
  'python3.9',
  'python3.8',
  'java25',
  'java21',
  'java17',
  'java11',
  'java8.al2',
  'dotnet10',
  'dotnet8',
  'dotnet6',
  'ruby3.4',
  'ruby3.3',
  'ruby3.2',
  'provided.al2023',
  'provided.al2',
] as const;

/** In the API's enumeration, refused by AWS for new functions. */
const DEPRECATED: ReadonlySet<string> = new Set([
  'nodejs',
  'nodejs4.3',
  'nodejs4.3-edge',
  'nodejs6.10',
  'nodejs8.10',
  'nodejs10.x',
  'nodejs12.x',
  'nodejs14.x',
  'python2.7',
  'python3.6',
  'python3.7',
  'java8',
  'go1.x',
  'ruby2.5',
  'ruby2.7',
  'provided',
  'dotnetcore1.0',
  'dotnetcore2.0',
  'dotnetcore2.1',
  'dotnetcore3.1',
]);

const OLDEST_NODE = 18;

export function acceptedRuntimes(): readonly string[] {
  return ACCEPTED;
}

/** Null for a name that AWS does not accept. */
export function runtimeEntry(runtime: string): RuntimeEntry | null {
  if (!(ACCEPTED as readonly string[]).includes(runtime)) return null;
  const node = /^nodejs(\d+)\.x$/.exec(runtime);
  if (node) return nodeEntry(runtime, node[1]!);
  const python = /^python(3\.\d+)$/.exec(runtime);
  if (python) return { runtime, family: 'python', version: python[1]! };
  const provided = /^provided\.(.+)$/.exec(runtime);
  if (provided) return { runtime, family: 'provided', version: provided[1]! };
  return {
    runtime,
    family: 'other',
    version: '',
    unsupported: `Hearth has no ${runtime} runtime. Package the function with its own bootstrap and choose provided.al2023.`,
  };
}

/** AWS's refusal of a runtime name (InvalidParameterValueException), or null when it is accepted. */
export function runtimeRefusal(runtime: string): string | null {
  if (DEPRECATED.has(runtime)) {
    return `The runtime parameter of ${runtime} is no longer supported for creating or updating AWS Lambda functions. We recommend you use a supported runtime while creating or updating functions.`;
  }
  if (runtimeEntry(runtime)) return null;
  return `Value ${runtime} at 'runtime' failed to satisfy constraint: Member must satisfy enum value set: [${ACCEPTED.join(', ')}] or be a valid ARN`;
}

function nodeEntry(runtime: string, version: string): RuntimeEntry {
  if (Number(version) >= OLDEST_NODE) return { runtime, family: 'nodejs', version };
  const unsupported = `Hearth runs Node.js ${OLDEST_NODE} and newer, not ${runtime}. Choose nodejs22.x for this function.`;
  return { runtime, family: 'nodejs', version, unsupported };
}
