import { isIP } from 'node:net';
import { AwsError } from '../kernel/errors.ts';
import type { WireRequest } from '../protocol/wire.ts';
import { parseHostName, withoutPort } from '../protocol/host-name.ts';
import type { Recognised } from './recognise/recognised.ts';

export interface GuardOptions {
  /**
   * Without signatures anyone who reaches the port is believed, and web pages in the user's browser reach it: by a
   * request to another origin, or by a name of their own that they rebind to this machine. With signatures required
   * a page has nothing to sign with, and the names under which a cluster is reached are its owner's affair.
   */
  readonly authentication: 'open' | 'required';
  /** Further names under which this Hearth is reached: `hearth` in a compose file. Lower case, without port. */
  readonly hostNames: readonly string[];
}

/** Whether pages of other origins may ask: programs and buckets have CORS rules of their own, the control plane none. */
const FOREIGN_PAGES: { readonly [Kind in Recognised['kind']]: 'refused' | 'programs-decide' } = {
  service: 'refused',
  hearth: 'refused',
  absent: 'refused',
  unknown: 'refused',
  'data-plane': 'programs-decide',
};

/** Names for this machine from inside a container on it. */
const MACHINE_NAMES: readonly string[] = [
  'host.docker.internal',
  'host.containers.internal',
  'gateway.docker.internal',
];

/** The refusal of a request that a foreign web page may have sent; null when it may pass. */
export function refusalOf(request: WireRequest, recognised: Recognised, options: GuardOptions): AwsError | null {
  if (FOREIGN_PAGES[recognised.kind] === 'programs-decide' || isHealthCheck(request, recognised)) return null;
  if (isForeignPage(request) && !bucketsDecide(request, recognised)) {
    return forbidden(
      `Hearth refuses requests of web pages from another origin (${request.headers.origin ?? 'a cross-site request'}).`,
    );
  }
  if (options.authentication === 'open' && !isKnownHost(request.headers.host ?? '', options.hostNames)) {
    return forbidden(
      `Hearth does not know the host name "${request.headers.host ?? ''}". Use 127.0.0.1 or localhost, or start Hearth with --host-name ${withoutPort(request.headers.host ?? '')}.`,
    );
  }
  return null;
}

/**
 * Buckets have CORS rules, and S3 asks them about every Origin. Without one only what a page cannot read may pass:
 * images and links of other pages.
 */
function bucketsDecide({ method, headers }: WireRequest, recognised: Recognised): boolean {
  if (recognised.kind !== 'service' || recognised.service !== 's3') return false;
  return headers.origin !== undefined || method === 'GET' || method === 'HEAD';
}

function isHealthCheck({ method, path }: WireRequest, { kind }: Recognised): boolean {
  return kind === 'hearth' && (method === 'GET' || method === 'HEAD') && path.endsWith('/health');
}

/** Browsers send Origin with all but simple reads, and Sec-Fetch-Site with all requests (Fetch Metadata, since 2023 in all). */
function isForeignPage({ headers }: WireRequest): boolean {
  const { origin } = headers;
  if (origin !== undefined) return origin !== `http://${headers.host}` && origin !== `https://${headers.host}`;
  const site = headers['sec-fetch-site'];
  return site === 'cross-site' || site === 'same-site';
}

function isKnownHost(header: string, hostNames: readonly string[]): boolean {
  const name = withoutPort(header);
  const address = name.startsWith('[') ? name.slice(1, -1) : name;
  return (
    isIP(address) !== 0 || parseHostName(name) !== null || MACHINE_NAMES.includes(name) || hostNames.includes(name)
  );
}

function forbidden(message: string): AwsError {
  return new AwsError('AccessDeniedException', message, { status: 403, fault: 'client' });
}
