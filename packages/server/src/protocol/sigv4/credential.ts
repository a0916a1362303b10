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

/**
 * `AKIA…/20260131/us-east-1/lambda/aws4_request`; null when a part is missing. Read from its end: an access key id may
 * hold slashes of its own, whatever SDKs are given.
 */
export function parseCredential(text: string): (CredentialScope & { readonly accessKeyId: string }) | null {
  if (!text.endsWith(TERMINATOR)) return null;
  const serviceEnd = text.length - TERMINATOR.length;
  const regionEnd = text.lastIndexOf('/', serviceEnd - 1);
  const dateEnd = text.lastIndexOf('/', regionEnd - 1);
  const keyEnd = text.lastIndexOf('/', dateEnd - 1);
  if (serviceEnd < 1 || regionEnd < 1 || dateEnd < 1 || keyEnd < 1 || regionEnd + 1 === serviceEnd) return null;
  return {
    accessKeyId: text.slice(0, keyEnd),
    date: text.slice(keyEnd + 1, dateEnd),
    region: text.slice(dateEnd + 1, regionEnd),
    service: text.slice(regionEnd + 1, serviceEnd),
  };
}

const TERMINATOR = '/aws4_request';

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
  if (!credential) return null;
  const { accessKeyId, date, region, service } = credential;
  return sessionToken
    ? { method: 'header', accessKeyId, date, region, service, sessionToken }
    : { method: 'header', accessKeyId, date, region, service };
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
