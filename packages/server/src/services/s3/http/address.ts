import type { WireRequest } from '../../../protocol/wire.ts';
import { bucketOfHost } from '../../../protocol/bucket-host.ts';

/** What a request is about; both as on the wire, percent-encoded. */
export interface Address {
  /** `/bucket/key`, whichever way it was written. */
  readonly path: string;
  /** Empty for the list of buckets. */
  readonly bucket: string;
  readonly key: string;
}

/** Puts the bucket of a virtual host in front of the path. */
export function addressOf({ path, headers }: WireRequest): Address {
  const host = bucketOfHost(headers.host ?? '');
  const whole = host === null ? path : `/${host}${path}`;
  const slash = whole.indexOf('/', 1);
  return slash < 0
    ? { path: whole, bucket: whole.slice(1), key: '' }
    : { path: whole, bucket: whole.slice(1, slash), key: whole.slice(slash + 1) };
}
