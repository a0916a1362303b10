import { type MemberRef, memberOf, type ServiceModel, type Shape, shapeOf } from '../model.ts';

/** Texts that break naive serialisers: markup, quotes, non-ASCII, separators of query strings and headers. */
const TEXTS = ['plain', 'a<b>&"c\'', 'grüße 日本', 'x=1&y=2 +z', '  edges  ', 'line\nbreak'];
/** Where HTTP allows less: headers are ASCII without surrounding space. */
const HEADER_TEXTS = ['plain', 'a;b=c', 'x/y+z'];

/** Recursive shapes stop here. */
const MAX_DEPTH = 8;

/** Deterministic values for a shape, different for each `seed`; every optional member is set. */
export function sample(model: ServiceModel, ref: MemberRef, seed: number, depth = 0): unknown {
  const member = memberOf(ref);
  const shape = shapeOf(model, member.shape);
  const texts = member.in === undefined || member.in === 'payload' ? TEXTS : HEADER_TEXTS;
  const next = (inner: MemberRef, offset: number) =>
    sample(model, { ...memberOf(inner), ...inherited(member.in) }, seed + offset, depth + 1);
  switch (shape.type) {
    case 'structure':
      return structure(model, shape, seed, depth);
    case 'list':
      return depth > MAX_DEPTH ? [] : [next(shape.of, 1), next(shape.of, 2)];
    case 'map':
      return depth > MAX_DEPTH
        ? {}
        : Object.fromEntries(
            keys(shapeOf(model, memberOf(shape.key).shape), seed).map((key, i) => [key, next(shape.of, i)]),
          );
    default:
      return scalar(shape, seed, texts);
  }
}

function keys(shape: Shape, seed: number): readonly string[] {
  return shape.type === 'string' && shape.enum ? shape.enum.slice(0, 2) : [`key${seed}`, 'other-key'];
}

function inherited(place: ReturnType<typeof memberOf>['in']): object {
  return place === undefined ? {} : { in: place };
}

function structure(
  model: ServiceModel,
  shape: Shape & { type: 'structure' },
  seed: number,
  depth: number,
): Record<string, unknown> {
  const members = Object.entries(shape.members).filter(([, ref]) => depth <= MAX_DEPTH || memberOf(ref).required);
  const chosen = shape.union ? members.slice(seed % members.length, (seed % members.length) + 1) : members;
  return Object.fromEntries(chosen.map(([name, ref], i) => [name, sample(model, ref, seed + i, depth + 1)]));
}

function scalar(shape: Shape, seed: number, texts: readonly string[]): unknown {
  switch (shape.type) {
    case 'string':
      return shape.enum?.[seed % shape.enum.length] ?? texts[seed % texts.length]!;
    case 'boolean':
      return seed % 2 === 0;
    case 'blob':
      return Uint8Array.from([seed % 256, 0, 255, 128, 10]);
    case 'timestamp':
      return new Date(1_700_000_000_000 + (seed % 1000) * 1000);
    case 'float':
    case 'double':
      return seed + 0.25;
    case 'document':
      return { document: seed };
    default:
      return seed + 1;
  }
}

/** The same model without lengths, patterns and ranges: samples are about the wire. */
export function withoutConstraints(model: ServiceModel): ServiceModel {
  const shapes = Object.entries(model.shapes).map(([name, shape]): [string, Shape] => {
    const { length: _length, range: _range, pattern: _pattern, ...rest } = shape as Shape & Record<string, unknown>;
    return [name, rest];
  });
  return { ...model, shapes: Object.fromEntries(shapes) };
}
