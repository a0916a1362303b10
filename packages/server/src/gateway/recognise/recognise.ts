import { action } from './action.ts';
import { apiPath } from './api-path.ts';
import { awsHost } from './aws-host.ts';
import { credentialScope } from './credential-scope.ts';
import { dataPlaneHost } from './data-plane-host.ts';
import { dataPlanePath } from './data-plane-path.ts';
import { ownPath } from './own-path.ts';
import { presignedQuery } from './presigned-query.ts';
import type { Evidence, Recognised, Step } from './recognised.ts';
import { smithyPath } from './smithy-path.ts';
import { target } from './target.ts';

/** From the surest evidence to the weakest; the first that tells decides. */
const STEPS: readonly Step[] = [
  ownPath,
  dataPlaneHost,
  credentialScope,
  dataPlanePath,
  target,
  smithyPath,
  action,
  awsHost,
  apiPath,
  presignedQuery,
];

/** What a request is for. `unknown` stays unknown: nothing falls through to another service. */
export function recognise(evidence: Evidence): Recognised {
  for (const step of STEPS) {
    const recognised = step(evidence);
    if (recognised) return recognised;
  }
  return { kind: 'unknown' };
}
