import { isRegion, parseHostName } from '../../protocol/host-name.ts';
import { DEFAULT_REGION, type Step } from './recognised.ts';

const PLANES = { 'execute-api': 'execute-api', 'lambda-url': 'function-url' } as const;

/**
 * `{id}.execute-api.{region}.…` and `{id}.lambda-url.{region}.…`: a user's program owns all that is sent there, whatever
 * it looks like. Function URLs sign as `lambda`, so this comes before the credential scope.
 */
export const dataPlaneHost: Step = ({ request: { headers, path }, credential }) => {
  const host = headers.host ?? '';
  if (!host.includes('.execute-api.') && !host.includes('.lambda-url.')) return null;
  const [id, plane, region] = parseHostName(host)?.labels ?? [];
  if (!id || !(plane === 'execute-api' || plane === 'lambda-url')) return null;
  return {
    kind: 'data-plane',
    plane: PLANES[plane],
    id,
    path,
    region: region && isRegion(region) ? region : (credential?.region ?? DEFAULT_REGION),
  };
};
