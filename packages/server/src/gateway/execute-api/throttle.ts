import type { Clock } from '../../kernel/clock.ts';
import { type ApiRequest } from './api-request.ts';
import { GatewayFault } from './fault.ts';

interface Bucket {
  tokens: number;
  filledAt: number;
}

export interface Rate {
  /** Requests a second. */
  readonly rateLimit?: number | undefined;
  /** The bucket's size. */
  readonly burstLimit?: number | undefined;
}

const MAX_BUCKETS = 10_000;

/** Token buckets ("API Gateway throttles requests using the token bucket algorithm"), of this process; best effort, as on AWS. */
export class Throttles {
  readonly #clock: Clock;
  readonly #buckets = new Map<string, Bucket>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Takes a token from the bucket called `name`; throws THROTTLED when it has none. */
  admit(name: string, { rateLimit, burstLimit }: Rate): void {
    if (rateLimit === undefined && burstLimit === undefined) return;
    const rate = rateLimit ?? Infinity;
    const size = burstLimit ?? Math.max(1, Math.ceil(rate));
    const now = this.#clock.now();
    const bucket = this.#buckets.get(name) ?? this.#add(name, { tokens: size, filledAt: now });
    // A clock that was set back takes nothing out of the bucket.
    const elapsedSeconds = Math.max(0, now - bucket.filledAt) / 1000;
    bucket.tokens = Math.min(size, bucket.tokens + elapsedSeconds * (rate === Infinity ? size * 1000 : rate));
    bucket.filledAt = now;
    if (bucket.tokens < 1) throw new GatewayFault('THROTTLED');
    bucket.tokens -= 1;
  }

  /** The stage's own limits: the method's settings, else those for all methods. */
  admitMethod({ live, route, context }: ApiRequest): void {
    const { methodSettings } = live.stage;
    const path = `${route.resource.path.replaceAll('/', '~1')}/${context.httpMethod}`;
    const settings = { ...methodSettings['*/*'], ...methodSettings[path] };
    this.admit(`${live.api.id}/${live.stage.stageName}/${path}`, {
      rateLimit: settings.throttlingRateLimit,
      burstLimit: settings.throttlingBurstLimit,
    });
  }

  #add(name: string, bucket: Bucket): Bucket {
    if (this.#buckets.size >= MAX_BUCKETS) this.#buckets.clear();
    this.#buckets.set(name, bucket);
    return bucket;
  }
}
