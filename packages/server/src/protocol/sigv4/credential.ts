import type { WireRequest } from '../wire.ts';
import { queryParameter } from './query-parameters.ts';

/** Whom a request claims to come from, before anything is verified. */
export interface PresentedCredential {
  /** Signed in the Authorization header, in the query (presigned), or in the query by SigV2 (S3 with SDK v2). */
  readonly method: 'header' | 'query' | 'query-v2';
  readonly accessKeyId: string;
  /** `20260131`; empty under SigV2, as are region and service. */
  readonly date: string;
  readonly region: string;
  readonly service: string;
  readonly sessionToken?: string;
}

export interface CredentialScope {
  readonly date: string;
  readonly region: string;
  readonly service: string;
}

export const ALGORITHM = 'AWS4-HMAC-SHA256';

/** Null for unsigned requests and for what is no signature of AWS's (`Bearer …`), well formed or not. */
export function presentedCredential(request: WireRequest): PresentedCredential | null {
  const { authorization } = request.headers;
  if (authorization?.startsWith(ALGORITHM)) return fromHeader(authorization, request.headers['x-amz-security-token']);
  if (request.query === '') return null;
  if (request.query.includes('X-Amz-Credential=')) return fromQuery(request.query);
  return request.query.includes('AWSAccessKeyId=') ? fromQueryV2(request) : null;
}

/** Whether a request carries any signature of AWS's, be it malformed or of an algorithm that is not supported. */
export function looksSigned(request: WireRequest): boolean {
  return (
    /^AWS(4-[A-Z0-9-]+)?( |$)/.test(request.headers.authorization ?? '') ||
    /(^|&)(X-Amz-Signature|X-Amz-Algorithm|X-Amz-Credential|AWSAccessKeyId)=/.test(request.query)
  );
}

/** `AKIA…/20260131/us-east-1/lambda/aws4_request`; null when a part is missing. */
export function parseCredential(text: string): (CredentialScope & { readonly accessKeyId: string }) | null {
  const [, accessKeyId, date, region, service] = CREDENTIAL.exec(text) ?? [];
  return accessKeyId && service ? { accessKeyId, date: date!, region: region!, service } : null;
}

/** An access key id may hold slashes of its own: whatever SDKs are given. */
const CREDENTIAL = /^(.*)\/([^/]*)\/([^/]*)\/([^/]*)\/aws4_request$/s;

const PARAMETERS = {
  Credential: /[\s,]Credential=([^,\s]+)/,
  SignedHeaders: /[\s,]SignedHeaders=([^,\s]+)/,
  Signature: /[\s,]Signature=([^,\s]+)/,
};

/** One place reads the header, so that what a request is recognised by and what is verified cannot differ. */
export function authorizationParameter(authorization: string, name: keyof typeof PARAMETERS): string | undefined {
  return PARAMETERS[name].exec(authorization)?.[1];
}

function fromHeader(authorization: string, sessionToken: string | undefined): PresentedCredential | null {
  const credential = parseCredential(authorizationParameter(authorization, 'Credential') ?? '');
  return credential && { method: 'header', ...credential, ...(sessionToken ? { sessionToken } : {}) };
}

function fromQuery(query: string): PresentedCredential | null {
  const credential = parseCredential(queryParameter(query, 'X-Amz-Credential') ?? '');
  const sessionToken = queryParameter(query, 'X-Amz-Security-Token');
  return credential && { method: 'query', ...credential, ...(sessionToken ? { sessionToken } : {}) };
}

function fromQueryV2({ query, headers }: WireRequest): PresentedCredential | null {
  const accessKeyId = queryParameter(query, 'AWSAccessKeyId');
  if (!accessKeyId || queryParameter(query, 'Signature') === null) return null;
  const sessionToken = queryParameter(query, 'x-amz-security-token') ?? headers['x-amz-security-token'];
  return {
    method: 'query-v2',
    accessKeyId,
    date: '',
    region: '',
    service: '',
    ...(sessionToken ? { sessionToken } : {}),
  };
}
