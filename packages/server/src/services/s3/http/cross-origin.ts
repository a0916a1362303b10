import type { WireRequest, WireResponse } from '../../../protocol/wire.ts';
import { accessDenied, accessForbidden, badRequest, noSuchBucket } from '../errors.ts';
import type { S3Call } from '../lookup.ts';
import { corsHeaders, type CorsRequest, type CorsRule, matchCors } from '../rules/cors.ts';
import type { Address } from './address.ts';

const METHODS = ['GET', 'HEAD', 'PUT', 'POST', 'DELETE'];
const NOT_ENABLED = 'CORSResponse: CORS is not enabled for this bucket.';
// The spelling is S3's.
const NOT_ALLOWED =
  "CORSResponse: This CORS request is not allowed. This is usually because the evalution of Origin, request method / Access-Control-Request-Method or Access-Control-Request-Headers are not whitelisted by the resource's CORS spec.";

/** Answers OPTIONS out of the bucket's configuration. Throws what S3 answers to a preflight that it does not allow. */
export async function preflight(
  call: S3Call,
  { headers }: WireRequest,
  { bucket, key }: Address,
): Promise<WireResponse> {
  const { origin, 'access-control-request-method': method, 'access-control-request-headers': asked = '' } = headers;
  if (origin === undefined) throw badRequest('Insufficient information. Origin request header needed.');
  if (method === undefined || !METHODS.includes(method))
    throw badRequest(`Invalid Access-Control-Request-Method: ${method ?? 'null'}`);
  const rules = await rulesOf(call, bucket);
  const members = { Method: method, ResourceType: key === '' ? 'BUCKET' : 'OBJECT' };
  if (rules === 'no-bucket') throw noSuchBucket(bucket);
  if (!rules) throw accessForbidden(NOT_ENABLED, members);
  const request: CorsRequest = {
    origin,
    method,
    headers: asked
      .split(',')
      .map((name) => name.trim())
      .filter(Boolean),
  };
  const rule = matchCors(rules, request);
  if (!rule) throw accessForbidden(NOT_ALLOWED, members);
  return { status: 200, headers: { ...corsHeaders(rule, request), 'x-amz-request-id': call.requestId }, body: null };
}

/** The headers that let a page read the answer; none when the bucket does not allow its origin. */
export async function crossOriginHeaders(
  call: S3Call,
  { headers, method }: WireRequest,
  { bucket }: Address,
): Promise<Record<string, string>> {
  const { origin } = headers;
  if (origin === undefined || bucket === '') return {};
  const rules = await rulesOf(call, bucket);
  const request: CorsRequest = { origin, method, headers: [] };
  const rule = Array.isArray(rules) ? matchCors(rules, request) : null;
  if (!rule && isForeign(call, headers)) {
    throw accessDenied(
      `Hearth refuses requests of web pages from ${origin}: the CORS configuration of the bucket "${bucket}" does not allow its origin and ${method}.`,
    );
  }
  return rule ? corsHeaders(rule, request) : {};
}

/**
 * Whether a page from elsewhere asks without a signature of ours: where everyone who reaches the port is believed, the
 * browser's word on who asks is all there is. Pages of this machine are the user's own apps.
 */
function isForeign({ principal }: S3Call, { origin, host }: WireRequest['headers']): boolean {
  if (principal.kind !== 'anonymous' || origin === `http://${host}` || origin === `https://${host}`) return false;
  return !/^https?:\/\/(localhost|127\.\d+\.\d+\.\d+|\[::1\]|[a-z0-9.-]+\.localhost)(:\d+)?$/i.test(origin ?? '');
}

async function rulesOf(call: S3Call, name: string): Promise<CorsRule[] | null | 'no-bucket'> {
  const bucket = await call.service.buckets.find(name);
  return bucket ? call.service.buckets.configuration<CorsRule[]>(bucket.id, 'cors') : 'no-bucket';
}
