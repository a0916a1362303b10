import { regionOf, type Step } from './recognised.ts';

/** `/service/{Name}/operation/{Operation}`: Smithy RPC v2. */
export const smithyPath: Step = (evidence) => {
  const { headers, path } = evidence.request;
  if (headers['smithy-protocol'] === undefined) return null;
  const name = /\/service\/([^/]+)\/operation\/[^/]+$/.exec(path)?.[1];
  if (!name) return null;
  const service = evidence.services.byTargetPrefix.get(name);
  return service ? { kind: 'service', service, region: regionOf(evidence) } : { kind: 'absent', service: name };
};
