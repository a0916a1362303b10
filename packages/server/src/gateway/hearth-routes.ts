import type { WireRequest, WireResponse } from '../protocol/wire.ts';
import { jsonResponse } from './json-response.ts';

/** What the pages tell; asked anew for each request. */
export interface HearthFacts {
  readonly version: string;
  readonly pid: number;
  readonly endpoint: string;
  /** Epoch milliseconds. */
  readonly startedAt: number;
  /** Absent: the data is thrown away at the end. */
  readonly dataDirectory?: string;
  /** The sandbox driver in use. */
  readonly sandbox?: string;
  /** What is being installed for functions now, in sentences. */
  readonly installing: readonly string[];
  /** Every service there is; `available` ones are started by their first call (LocalStack's words). */
  readonly services: Readonly<Record<string, 'available' | 'running'>>;
}

type Page = (facts: HearthFacts) => unknown;

const PAGES: Readonly<Record<string, Page>> = {
  '/_hearth/health': ({ version, services }) => ({ status: 'running', version, services }),
  '/_localstack/health': ({ version, services }) => ({ services, edition: 'hearth', version }),
  '/_hearth/info': (facts) => facts,
};

/** Answers Hearth's own pages: JSON, read only. */
export function answerOwnPage(request: WireRequest, facts: () => HearthFacts): WireResponse {
  const page = Object.hasOwn(PAGES, request.path) ? PAGES[request.path] : undefined;
  if (!page) return jsonResponse(404, { message: `Hearth has no page at ${request.path}.` });
  if (request.method === 'GET') return jsonResponse(200, page(facts()));
  if (request.method === 'HEAD') return { ...jsonResponse(200, page(facts())), body: null };
  return jsonResponse(405, { message: `${request.path} answers GET only.` }, { allow: 'GET, HEAD' });
}
