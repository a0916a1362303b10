import { type Member, membersOf, type ServiceModel } from '../model.ts';
import type { WireRequest } from '../wire.ts';

/** An operation found by its path, with its labels still percent-encoded. */
export interface Route {
  readonly operation: string;
  readonly labels: Readonly<Record<string, string>>;
}

export type Router = (request: WireRequest) => Route | undefined;

interface Candidate {
  readonly operation: string;
  readonly method: string;
  readonly path: RegExp;
  readonly labels: readonly string[];
  readonly segments: number;
  readonly literalSegments: number;
  /** Whether a label takes several segments: `{Key+}`. */
  readonly isGreedy: boolean;
  /** Query parameters that the template demands: `?list-type=2`, `?acl`. */
  readonly query: readonly (readonly [name: string, value: string])[];
  /** Required members in query and headers: they tell UploadPart from PutObject. */
  readonly required: readonly Member[];
}

/**
 * Operations are told apart by method, path, and required query and header members, the most demanding first; only the
 * SDK v3 sends `x-id`, so it breaks ties and no more.
 */
export function compileRouter(model: ServiceModel): Router {
  const candidates = Object.keys(model.operations).map((operation) => candidateOf(model, operation));
  const bySize = Map.groupBy(
    candidates.filter(({ isGreedy }) => !isGreedy),
    ({ method, segments }) => `${method} ${segments}`,
  );
  const greedy = Map.groupBy(
    candidates.filter(({ isGreedy }) => isGreedy),
    ({ method }) => method,
  );
  return (request) => {
    const parameters = request.query === '' ? NO_PARAMETERS : new URLSearchParams(request.query);
    const candidates: Found[] = [];
    const collect = (some: readonly Candidate[] = NONE) => {
      for (const candidate of some) {
        if (!candidate.query.every(([name, value]) => holds(parameters, name, value))) continue;
        const match = candidate.path.exec(request.path);
        if (match) candidates.push({ candidate, match });
      }
    };
    collect(bySize.get(`${request.method} ${countSegments(request.path)}`));
    collect(greedy.get(request.method));
    const best = candidates.length > 1 ? mostDemanding(candidates, request, parameters) : candidates[0];
    if (!best) return undefined;
    const { candidate, match } = best;
    return {
      operation: candidate.operation,
      labels: Object.fromEntries(candidate.labels.map((label, i) => [label, match[i + 1]!])),
    };
  };
}

interface Found {
  readonly candidate: Candidate;
  readonly match: RegExpExecArray;
}

const NO_PARAMETERS = new URLSearchParams();
const NONE: readonly Candidate[] = [];

function segmentsOf(path: string): string[] {
  return path.split('/').filter((segment) => segment !== '');
}

function countSegments(path: string): number {
  let count = 0;
  for (let at = 0; at < path.length; at++) if (path[at] !== '/' && (at === 0 || path[at - 1] === '/')) count++;
  return count;
}

/** The first of those with the highest score. */
function mostDemanding(all: readonly Found[], request: WireRequest, parameters: URLSearchParams): Found {
  let best: { found: Found; score: number[] } | undefined;
  for (const found of all) {
    const score = scoreOf(found.candidate, request, parameters);
    if (!best || isHigher(score, best.score)) best = { found, score };
  }
  return best!.found;
}

function holds(parameters: URLSearchParams, name: string, value: string): boolean {
  return value === '' ? parameters.has(name) : parameters.get(name) === value;
}

function scoreOf(candidate: Candidate, request: WireRequest, parameters: URLSearchParams): number[] {
  const present = candidate.required.filter(({ in: place, as }) => {
    return place === 'query' ? parameters.has(as!) : request.headers[as!.toLowerCase()] !== undefined;
  });
  const complete = present.length === candidate.required.length ? 1 : 0;
  const named = parameters.get('x-id') === candidate.operation ? 1 : 0;
  return [candidate.literalSegments, candidate.query.length, complete, present.length, named];
}

function isHigher(score: readonly number[], other: readonly number[]): boolean {
  const at = score.findIndex((value, i) => value !== other[i]);
  return at >= 0 && score[at]! > other[at]!;
}

function candidateOf(model: ServiceModel, operation: string): Candidate {
  const { http, input } = model.operations[operation]!;
  if (!http) throw new Error(`${model.service}.${operation} has no path`);
  const [method, template] = http;
  const [path = '', query = ''] = template.split('?');
  const segments = segmentsOf(path);
  const isGreedy = path.includes('+}');
  const labels: string[] = [];
  const pattern = segments.map((segment) => '/' + segmentPattern(segment, labels)).join('');
  const members = membersOf(model, input).map(([, member]) => member);
  return {
    operation,
    method,
    labels,
    // A key may end in a slash; elsewhere one more is forgiven (older SDKs send `/functions/`).
    path: new RegExp(isGreedy ? `^${pattern}$` : `^${pattern}/?$`),
    segments: segments.length,
    isGreedy,
    literalSegments: segments.filter((segment) => !segment.startsWith('{')).length,
    query: [...new URLSearchParams(query)].filter(([name]) => name !== 'x-id'),
    required: members.filter(({ required, in: place }) => required && (place === 'query' || place === 'header')),
  };
}

function segmentPattern(segment: string, labels: string[]): string {
  const label = /^\{(.+?)(\+?)\}$/.exec(segment);
  if (!label) return segment.replaceAll(/[\\^$.*+?()[\]{}|]/g, '\\$&');
  labels.push(label[1]!);
  return label[2] ? '(.+)' : '([^/]+)';
}
