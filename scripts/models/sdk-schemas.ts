import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

/**
 * The SDK v3's schemas are tuples (node_modules/@smithy/types/dist-types/schema/static-schemas.d.ts); here they become
 * plain objects, with every trait spelled out.
 */
export interface SdkSchema {
  readonly kind: 'simple' | 'list' | 'map' | 'structure' | 'union' | 'error' | 'operation';
  readonly name: string;
  readonly traits: SdkTraits;
  /** `simple`: the type's bits. */
  readonly bits?: number;
  /** `list` and `map`: the value; `operation`: the input. */
  readonly target?: SdkRef;
  /** `map`: the key; `operation`: the output. */
  readonly second?: SdkRef;
  /** In the SDK's order: the required ones come first. */
  readonly members?: readonly { readonly name: string; readonly ref: SdkRef; readonly required: boolean }[];
}

export type SdkTraits = Readonly<Record<string, unknown>>;
/** A schema with the traits of the member that refers to it; `null` is Smithy's unit. */
export type SdkRef = { readonly raw: unknown; readonly traits: SdkTraits };

export interface SdkPackage {
  readonly version: string;
  /** The text that the schemas come from, for the drift check. */
  readonly source: string;
  readonly operations: readonly SdkSchema[];
  readonly errors: readonly SdkSchema[];
}

/** Bits of a trait number, lowest first (traits.d.ts beside the schemas). */
const TRAIT_BITS = [
  'httpLabel',
  'idempotent',
  'idempotencyToken',
  'sensitive',
  'httpPayload',
  'httpResponseCode',
  'httpQueryParams',
];

const SERVER = join(import.meta.dirname, '../../packages/server/package.json');

/** Reads `@aws-sdk/client-<name>` as the package at `from` sees it. */
export function readSdk(name: string, from = SERVER): SdkPackage {
  const server = createRequire(from);
  const entry = server.resolve(`@aws-sdk/client-${name}`);
  const folder = dirname(dirname(entry));
  const exported = Object.values(server(entry) as Record<string, unknown>).filter(
    (value) => Array.isArray(value) && typeof value[0] === 'number',
  );
  const schemas = exported.map((raw) => readSchema({ raw, traits: {} })).filter((schema) => schema !== null);
  return {
    version: (JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as { version: string }).version,
    source: readFileSync(join(folder, 'dist-es/schemas/schemas_0.js'), 'utf8'),
    operations: byName(schemas.filter(({ kind }) => kind === 'operation')),
    errors: byName(schemas.filter((schema) => schema.kind === 'error' && schema.traits.error !== undefined)),
  };
}

function byName(schemas: readonly SdkSchema[]): SdkSchema[] {
  return [...schemas].sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** Null for the unit. */
export function readSchema(ref: SdkRef): SdkSchema | null {
  const raw = ref.raw;
  if (raw === 'unit') return null;
  if (typeof raw === 'number') return readNumber(raw);
  const tuple = raw as [number, string, string, unknown, ...unknown[]];
  const [id, , name, traits, fourth, fifth, required = 0] = tuple;
  const base = { name, traits: readTraits(traits) };
  if (id === 9) return { ...base, kind: 'operation', target: readRef(fourth), second: readRef(fifth) };
  if (id === 0) return { ...base, kind: 'simple', bits: fourth as number };
  if (id === 1) return { ...base, kind: 'list', target: readRef(fourth) };
  if (id === 2) return { ...base, kind: 'map', second: readRef(fourth), target: readRef(fifth) };
  const refs = fifth as unknown[];
  const members = (fourth as string[]).map((member, i) => ({
    name: member,
    ref: readRef(refs[i]),
    required: i < (required as number),
  }));
  return { ...base, kind: id === -3 ? 'error' : id === 4 ? 'union' : 'structure', members };
}

const LIST_BIT = 0b0100_0000;
const MAP_BIT = 0b1000_0000;

function readNumber(bits: number): SdkSchema {
  const base = { name: '', traits: {} };
  if (bits & MAP_BIT)
    return { ...base, kind: 'map', second: { raw: 0, traits: {} }, target: { raw: bits & ~MAP_BIT, traits: {} } };
  if (bits & LIST_BIT) return { ...base, kind: 'list', target: { raw: bits & ~LIST_BIT, traits: {} } };
  return { ...base, kind: 'simple', bits };
}

/** A reference is a schema, a thunk of one, or a pair of either with the member's traits. */
function readRef(ref: unknown): SdkRef {
  const pair = Array.isArray(ref) && ref.length === 2 ? (ref as [unknown, unknown]) : ([ref, 0] as [unknown, unknown]);
  const raw = typeof pair[0] === 'function' ? (pair[0] as () => unknown)() : pair[0];
  return { raw, traits: readTraits(pair[1]) };
}

function readTraits(traits: unknown): SdkTraits {
  if (typeof traits !== 'number') return { ...(traits as SdkTraits) };
  return Object.fromEntries(TRAIT_BITS.filter((_, bit) => (traits >> bit) & 1).map((trait) => [trait, 1]));
}
