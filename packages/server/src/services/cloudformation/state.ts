import type { Deployments } from './deployment/deployments.ts';
import type { StackStore } from './store/stack-store.ts';
import type { CustomResponses } from './deployment/custom-responses.ts';

/** What the service keeps while it runs; everything that must survive is in storage. */
export interface CloudformationState {
  readonly store: StackStore;
  readonly deployments: Deployments;
  /** Takes the answers of custom resources that come to `/_hearth/cfn-response/…`. */
  readonly responses: CustomResponses;
}
