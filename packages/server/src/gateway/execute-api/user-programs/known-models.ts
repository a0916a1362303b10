import type { ApiDocument } from '../../../services/apigateway/rules/api.ts';
import { modelUrl } from '../../../services/apigateway/rules/model.ts';
import type { Validation } from './jobs.ts';

/** How many deployments' models a process keeps compiled. */
const MAX_COMPILED = 200;

/** The deployments whose models a process knows, by the numbers that it knows them by; oldest first. */
export class KnownModels {
  readonly #numbers = new Map<ApiDocument, number>();
  #last = 0;

  /** The deployment's number, with its models when the process lacks them. */
  introduce(api: ApiDocument): Pick<Validation, 'stage' | 'models' | 'forget'> {
    const known = this.#numbers.get(api);
    if (known !== undefined) return { stage: known };
    const stage = (this.#last += 1);
    this.#numbers.set(api, stage);
    const models = new Map(Object.values(api.models).map(({ name, schema = '' }) => [modelUrl(api.id, name), schema]));
    const [oldest] = this.#numbers;
    if (!oldest || this.#numbers.size <= MAX_COMPILED) return { stage, models };
    this.#numbers.delete(oldest[0]);
    return { stage, models, forget: oldest[1] };
  }
}
