import type { RuntimeLink, RuntimeListener } from '../link/runtime-link.ts';
import { extensionEnvironment } from '../rules/function-environment.ts';
import type { RuntimeApi } from '../runtime-api/runtime-api.ts';
import { RuntimeProcess } from '../runtime-process.ts';
import type { BootPlan, Sandbox, SandboxDriver } from '../sandbox/sandbox.ts';
import { ExtendedLink } from './extended-link.ts';

export interface BesideOptions {
  readonly driver: SandboxDriver;
  /** It knows which extensions there are. */
  readonly api: RuntimeApi;
  /** The function's variables; its credentials are made here. */
  readonly environment: () => Readonly<Record<string, string>>;
  readonly planOf: (env: Readonly<Record<string, string>>) => BootPlan;
  readonly listener: RuntimeListener;
  readonly connect: (sandbox: Sandbox, listener: RuntimeListener) => RuntimeLink;
}

/**
 * Boots a runtime with its extensions beside it: they start first, the runtime when all of them have registered. The API
 * ends with the runtime, and here when there is none: its listener would keep the platform's process from ending.
 */
export function bootBeside(options: BesideOptions): RuntimeProcess {
  try {
    return boot(options);
  } catch (cause) {
    options.api.link.close();
    throw cause;
  }
}

function boot({ driver, api, environment, planOf, listener, connect }: BesideOptions): RuntimeProcess {
  const { extensions } = api;
  const env = environment();
  const plan = planOf(env);
  const names = extensions.all.map(({ name }) => name);
  const companions = {
    names,
    env: extensionEnvironment(env),
    onExit: extensions.exited.bind(extensions),
  };
  const external = names.length > 0;
  const sandbox = driver.boot(external ? { ...plan, companions } : plan);
  if (external) void extensions.registered.then(() => sandbox.run());
  const extend = (booting: RuntimeListener) =>
    new ExtendedLink(booting, (gate) => connect(sandbox, gate), extensions, listener);
  return new RuntimeProcess(sandbox, extend, Promise.resolve(api), external ? extensions : null);
}
