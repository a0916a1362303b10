import { DEFAULT_REGION, type Step } from './recognised.ts';

/** Paths that begin with an underscore are ours: no API of AWS's has one and no bucket may be called so. */
export const ownPath: Step = ({ request: { path }, credential }) => {
  if (!path.startsWith('/_')) return null;
  if (path.startsWith('/_hearth/') || path === '/_localstack/health') return { kind: 'hearth', path };
  const [, id, stage, rest] = /^\/_aws\/execute-api\/([^/]+)\/([^/]+)(\/.*)?$/.exec(path) ?? [];
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
