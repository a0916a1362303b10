import type { LiveStage } from '../../services/apigateway/store/api-rows.ts';
import { Router } from './router.ts';

/** What is made once of a deployed stage, for as long as it stays the same. */
export interface CompiledStage {
  readonly router: Router;
}

/** The compiled form lives and goes with the stage's object, which changes with every deployment and setting. */
export class CompiledStages {
  readonly #stages = new WeakMap<LiveStage, CompiledStage>();

  of(live: LiveStage): CompiledStage {
    let compiled = this.#stages.get(live);
    if (!compiled) {
      compiled = { router: new Router(Object.values(live.api.resources)) };
      this.#stages.set(live, compiled);
    }
    return compiled;
  }
}
