import type { RuntimeLink, RuntimeListener } from '../link/runtime-link.ts';
import { extensionEnvironment } from '../rules/function-environment.ts';
import type { RuntimeApi } from '../runtime-api/runtime-api.ts';
import { RuntimeProcess } from '../runtime-process.ts';
import type { BootPlan, Sandbox, SandboxDriver } from '../sandbox/sandbox.ts';
import { ExtendedLink } from './extended-link.ts';

export interface BesideOptions {
  readonly driver: SandboxDriver;
  readonly plan: BootPlan;
  /** It knows which extensions there are. */
  readonly api: RuntimeApi;
  /** The function's variables. */
  readonly env: Readonly<Record<string, string>>;
  readonly listener: RuntimeListener;
  readonly connect: (sandbox: Sandbox, listener: RuntimeListener) => RuntimeLink;
}

/** Boots a runtime with its extensions beside it: they start first, the runtime when all of them have registered. */
export function bootBeside({ driver, plan, api, env, listener, connect }: BesideOptions): RuntimeProcess {
  const { extensions } = api;
  const names = extensions.all.map(({ name }) => name);
  const companions = {
    names,
    env: extensionEnvironment(env),
    onExit: extensions.exited.bind(extensions),
  };
  const external = names.length > 0;
  const sandbox = bootOrClose(driver, external ? { ...plan, companions } : plan, api);
  if (external) void extensions.registered.then(() => sandbox.run());
  const extend = (boot: RuntimeListener) =>
    new ExtendedLink(boot, (gate) => connect(sandbox, gate), extensions, listener);
  return new RuntimeProcess(sandbox, extend, Promise.resolve(api), external ? extensions : null);
}

/** Nobody else would close the listener, and the platform's process could not end. */
function bootOrClose(driver: SandboxDriver, plan: BootPlan, api: RuntimeApi): Sandbox {
  try {
    return driver.boot(plan);
  } catch (cause) {
    api.link.close();
    throw cause;
  }
}
