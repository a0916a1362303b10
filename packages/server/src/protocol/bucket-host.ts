import { type HostName, isRegion, parseHostName } from './host-name.ts';

/**
 * The bucket that a virtual-host request names, null when the host names none: `bucket.s3.us-east-1.amazonaws.com`,
 * `bucket.s3.localhost`, and `bucket.localhost`, which SDKs make of the endpoint `http://localhost:4566`.
 */
export function bucketOfHost(header: string): string | null {
  const host = parseHostName(header);
  if (!host) return null;
  const at = s3Label(host);
  if (at > 0) return host.labels.slice(0, at).join('.');
  return at < 0 && host.suffix === 'local' && host.labels.length > 0 ? host.labels.join('.') : null;
}

/** `s3`, or the old `s3-us-west-2`. Buckets may have dots and an `s3` of their own, so the last one counts. */
export function s3Label({ labels }: HostName): number {
  return labels.findLastIndex((label) => label === 's3' || (label.startsWith('s3-') && isRegion(label.slice(3))));
}
