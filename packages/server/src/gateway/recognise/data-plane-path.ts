import { DEFAULT_REGION, type Step } from './recognised.ts';

/** `/restapis/{id}/{stage}/_user_request_/…`, the address that LocalStack's users have in their scripts. */
export const dataPlanePath: Step = ({ request: { path }, credential }) => {
  if (!path.startsWith('/restapis/')) return null;
  const [, id, stage, rest] = /^\/restapis\/([^/]+)\/([^/]+)\/_user_request_(\/.*)?$/.exec(path) ?? [];
  if (!id || !stage) return null;
  return {
    kind: 'data-plane',
    plane: 'execute-api',
    id,
    stage,
    path: rest ?? '/',
    region: credential?.region ?? DEFAULT_REGION,
  };
};
