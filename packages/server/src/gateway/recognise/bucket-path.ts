import { regionOf, type Evidence, type Recognised } from './recognised.ts';

/** `/bucket/key` of a bucket that exists, asked by an unsigned caller (a browser, a public object). */
export async function bucketPath(
  evidence: Evidence,
  bucketExists: (name: string) => Promise<boolean>,
): Promise<Recognised | null> {
  const service = evidence.services.bySigningName.get('s3');
  const bucket = /^\/([a-z0-9][a-z0-9.-]{1,61}[a-z0-9])(\/|$)/.exec(evidence.request.path)?.[1];
  if (!service || !bucket || !(await bucketExists(bucket))) return null;
  return { kind: 'service', service, region: regionOf(evidence) };
}
