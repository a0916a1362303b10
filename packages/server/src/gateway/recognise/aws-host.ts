import { s3Label } from '../../protocol/bucket-host.ts';
import { type HostName, parseHostName } from '../../protocol/host-name.ts';
import { regionOf, type Evidence, type Recognised, type Step } from './recognised.ts';

/** `lambda.us-east-1.amazonaws.com`, `s3.amazonaws.com`, `bucket.s3.eu-west-1.amazonaws.com`, `sts.localhost`. */
export const awsHost: Step = (evidence) => {
  const host = parseHostName(evidence.request.headers.host ?? '');
  if (!host || host.labels.length === 0) return null;
  const service = evidence.services.byHostPrefix.get(host.labels[0]!);
  if (service) return { kind: 'service', service, region: regionOf(evidence) };
  return bucketHost(evidence, host) ?? (host.suffix === 'aws' ? { kind: 'absent', service: host.labels[0]! } : null);
};

function bucketHost(evidence: Evidence, host: HostName): Recognised | null {
  const named = s3Label(host) >= 0;
  const service = evidence.services.bySigningName.get('s3');
  if (service && (named || host.suffix === 'local')) return { kind: 'service', service, region: regionOf(evidence) };
  return named ? { kind: 'absent', service: 's3' } : null;
}
