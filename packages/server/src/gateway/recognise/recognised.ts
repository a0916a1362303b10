import type { PresentedCredential } from '../../protocol/sigv4/credential.ts';
import type { WireRequest } from '../../protocol/wire.ts';
import type { ServiceName } from '../../services/service.ts';
import { isRegion, parseHostName } from '../../protocol/host-name.ts';
import type { ServiceIndex } from './service-index.ts';

/** What a request is for. */
export type Recognised =
  | ServiceRequest
  | HearthRequest
  | DataPlaneRequest
  | AbsentServiceRequest
  | { readonly kind: 'unknown' };

/** An operation of an AWS service that Hearth has. */
export interface ServiceRequest {
  readonly kind: 'service';
  readonly service: ServiceName;
  readonly region: string;
}

/** Hearth's own pages: `/_hearth/…` and `/_localstack/…`. */
export interface HearthRequest {
  readonly kind: 'hearth';
  readonly path: string;
}

/** A request for a user's program: an API of API Gateway or a function URL. */
export interface DataPlaneRequest {
  readonly kind: 'data-plane';
  readonly plane: 'execute-api' | 'function-url';
  /** The API's or URL's id. */
  readonly id: string;
  readonly region: string;
  /** Present when it is part of the address (`/_aws/execute-api/{id}/{stage}/…`), not of the path. */
  readonly stage?: string;
  /** What the program is asked for; percent-encoded as it came. */
  readonly path: string;
}

/** A service of AWS's that Hearth does not have. */
export interface AbsentServiceRequest {
  readonly kind: 'absent';
  /** As the caller named it: `dynamodb`, `DynamoDB`, `query API 2012-11-05`. */
  readonly service: string;
}

/** What recognition looks at. */
export interface Evidence {
  readonly request: WireRequest;
  readonly credential: PresentedCredential | null;
  /** The form in the body of an unsigned query-protocol request: there the operation is nowhere else. */
  readonly form: URLSearchParams | null;
  readonly services: ServiceIndex;
}

/** One way to tell what a request is for; null when it does not tell. */
export type Step = (evidence: Evidence) => Recognised | null;

export const DEFAULT_REGION = 'us-east-1';

/** The signed region, else the host's, else AWS's oldest. */
export function regionOf({ request, credential }: Evidence): string {
  if (credential?.region) return credential.region;
  const labels = parseHostName(request.headers.host ?? '')?.labels ?? [];
  const region = labels.map((label) => label.replace(/^s3-/, '')).find(isRegion);
  return region ?? DEFAULT_REGION;
}
