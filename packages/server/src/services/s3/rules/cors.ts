import { invalidRequest, malformedXml } from '../errors.ts';

/** A rule as PutBucketCors stores it. */
export interface CorsRule {
  readonly ID?: string | undefined;
  readonly AllowedHeaders?: readonly string[] | undefined;
  readonly AllowedMethods: readonly string[];
  readonly AllowedOrigins: readonly string[];
  readonly ExposeHeaders?: readonly string[] | undefined;
  readonly MaxAgeSeconds?: number | undefined;
}

export interface CorsRequest {
  readonly origin: string;
  /** Of the actual request, also in a preflight. */
  readonly method: string;
  /** What a preflight asks for; empty for the actual request. */
  readonly headers: readonly string[];
}

const METHODS = ['GET', 'HEAD', 'PUT', 'POST', 'DELETE'];
const MAX_RULES = 100;

/** Throws what S3 answers to rules that it does not take. */
export function checkCorsRules(rules: readonly Partial<CorsRule>[]): CorsRule[] {
  if (rules.length === 0 || rules.length > MAX_RULES) throw malformedXml();
  for (const { AllowedMethods, AllowedOrigins, AllowedHeaders, ExposeHeaders } of rules) {
    if (!AllowedMethods?.length || !AllowedOrigins?.length) throw malformedXml();
    const unknown = AllowedMethods.find((method) => !METHODS.includes(method));
    if (unknown !== undefined)
      throw invalidRequest(`Found unsupported HTTP method in CORS config. Unsupported method is ${unknown}`);
    const origin = AllowedOrigins.find(hasTwoWildcards);
    if (origin !== undefined) throw invalidRequest(`AllowedOrigin "${origin}" can not have more than one wildcard.`);
    const header = AllowedHeaders?.find(hasTwoWildcards);
    if (header !== undefined) throw invalidRequest(`AllowedHeader "${header}" can not have more than one wildcard.`);
    const exposed = ExposeHeaders?.find((name) => name.includes('*'));
    if (exposed !== undefined)
      throw invalidRequest(
        `ExposeHeader "${exposed}" contains wildcard. We currently do not support wildcard for ExposeHeader.`,
      );
  }
  return rules as CorsRule[];
}

const hasTwoWildcards = (text: string): boolean => text.split('*').length > 2;

/** The first rule that allows the request (S3 user guide, "How does Amazon S3 evaluate the CORS configuration on a bucket?"). */
export function matchCors(rules: readonly CorsRule[], { origin, method, headers }: CorsRequest): CorsRule | null {
  return (
    rules.find(
      ({ AllowedMethods, AllowedOrigins, AllowedHeaders = [] }) =>
        AllowedMethods.includes(method) &&
        AllowedOrigins.some((pattern) => matches(pattern, origin)) &&
        headers.every((name) => AllowedHeaders.some((pattern) => matches(pattern.toLowerCase(), name.toLowerCase()))),
    ) ?? null
  );
}

function matches(pattern: string, text: string): boolean {
  const [before, after] = pattern.split('*');
  if (after === undefined) return pattern === text;
  return text.length >= before!.length + after.length && text.startsWith(before!) && text.endsWith(after);
}

/** The headers of an answer to an allowed request; a preflight's also names the headers it allows. */
export function corsHeaders(rule: CorsRule, { origin, headers }: CorsRequest): Record<string, string> {
  const anyone = rule.AllowedOrigins.includes('*');
  return {
    'access-control-allow-origin': anyone ? '*' : origin,
    'access-control-allow-methods': rule.AllowedMethods.join(', '),
    ...(headers.length > 0 ? { 'access-control-allow-headers': headers.join(', ').toLowerCase() } : {}),
    ...(rule.ExposeHeaders?.length ? { 'access-control-expose-headers': rule.ExposeHeaders.join(', ') } : {}),
    ...(rule.MaxAgeSeconds === undefined ? {} : { 'access-control-max-age': String(rule.MaxAgeSeconds) }),
    ...(anyone ? {} : { 'access-control-allow-credentials': 'true' }),
    vary: 'Origin, Access-Control-Request-Headers, Access-Control-Request-Method',
  };
}
