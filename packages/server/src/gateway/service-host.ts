import type { ServiceCodec } from '../protocol/codec.ts';
import { readModel } from '../protocol/model-files.ts';
import { compileCodec } from '../protocol/service-codec.ts';
import { registry } from '../services/registry.ts';
import type { Host, ServiceDefinition, ServiceName } from '../services/service.ts';

/** A service that has been loaded, migrated and started, with its model compiled. */
export interface RunningService {
  readonly definition: ServiceDefinition;
  readonly codec: ServiceCodec;
  readonly state: unknown;
}

/** Starts services when they are first needed, each once, and stops those that were started. */
export class ServiceHost {
  readonly #host: () => Host;
  readonly #services = new Map<ServiceName, Promise<RunningService>>();
  readonly #ready = new Map<ServiceName, RunningService>();

  /** `host` is a function because the host's inner door leads back here. */
  constructor(host: () => Host) {
    this.#host = host;
  }

  /** A service that has started: callers of the hot path need not wait a turn. */
  ready(name: ServiceName): RunningService | undefined {
    return this.#ready.get(name);
  }

  get(name: ServiceName): Promise<RunningService> {
    let service = this.#services.get(name);
    if (!service) {
      service = this.#start(name);
      service.catch(() => this.#services.delete(name));
      this.#services.set(name, service);
    }
    return service;
  }

  /** The services that run now; the others have never been called. */
  running(): ServiceName[] {
    return [...this.#services.keys()];
  }

  async stop(): Promise<void> {
    for (const starting of [...this.#services.values()].toReversed()) {
      const service = await starting;
      await service.definition.stop?.(service.state);
    }
  }

  async #start(name: ServiceName): Promise<RunningService> {
    const host = this.#host();
    const definition: ServiceDefinition = await registry[name]();
    await host.storage.migrate(name, definition.migrations);
    const codec = compileCodec(readModel(name), definition);
    const service = { definition, codec, state: await definition.start(host) };
    this.#ready.set(name, service);
    return service;
  }
}
