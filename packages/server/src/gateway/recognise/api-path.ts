import { regionOf, type Step } from './recognised.ts';

/** `curl http://127.0.0.1:4566/2015-03-31/functions/`: an unsigned caller at a path that only one service has. */
export const apiPath: Step = (evidence) => {
  const { path } = evidence.request;
  const service = evidence.services.byPath.find(([pattern]) => pattern.test(path))?.[1];
  return service ? { kind: 'service', service, region: regionOf(evidence) } : null;
};
