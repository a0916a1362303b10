import { regionOf, type Step } from './recognised.ts';

/** A query presigned with SigV2 carries no scope; only S3 ever took one. */
export const presignedQuery: Step = (evidence) => {
  if (evidence.credential?.method !== 'query-v2') return null;
  const service = evidence.services.bySigningName.get('s3');
  return service ? { kind: 'service', service, region: regionOf(evidence) } : { kind: 'absent', service: 's3' };
};
