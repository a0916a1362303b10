import type { Step } from './recognised.ts';

/** The service that the caller signed for. `execute-api` names no API: the host or the path does. */
export const credentialScope: Step = ({ credential, services }) => {
  if (!credential || credential.method === 'query-v2' || credential.service === 'execute-api') return null;
  const service = services.bySigningName.get(credential.service);
  return service
    ? { kind: 'service', service, region: credential.region }
    : { kind: 'absent', service: credential.service };
};
