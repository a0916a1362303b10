import type { AuthorizerCache } from './authorizer-cache.ts';
import type { KeyRing } from './key-ring.ts';
import type { LiveStages } from './live-stages.ts';
import type { ApiStore } from './store/api-store.ts';

/** What the service keeps while it runs: its tables, and what requests for APIs ask of them. */
export interface ApiGatewayState {
  readonly store: ApiStore;
  readonly stages: LiveStages;
  readonly keys: KeyRing;
  readonly authorizations: AuthorizerCache;
}
