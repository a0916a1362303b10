import { regionOf, type Step } from './recognised.ts';

/** `X-Amz-Target: Logs_20140328.DescribeLogGroups`: the JSON protocols. */
export const target: Step = (evidence) => {
  const header = evidence.request.headers['x-amz-target'];
  if (header === undefined) return null;
  const prefix = header.slice(0, header.lastIndexOf('.'));
  const service = evidence.services.byTargetPrefix.get(prefix);
  if (service) return { kind: 'service', service, region: regionOf(evidence) };
  return prefix === '' ? null : { kind: 'absent', service: prefix };
};
