import { bootBeside } from '../extensions/boot-beside.ts';
import { NOBODY, type RuntimeListener } from '../link/runtime-link.ts';
import type { OwnProcessOptions } from '../start-request.ts';
import type { LocatedRuntime } from '../runtimes/runtimes.ts';
import type { BootPlan, Sandbox, SandboxCommand } from '../sandbox/sandbox.ts';
import { findBootstrap } from './find-bootstrap.ts';
import { openRuntimeApi } from './runtime-api.ts';

/**
 * Starts a custom runtime: the `bootstrap` of the code, else of the layers, against a Runtime API of its own.
 * @throws LaunchError
 */
export async function startBootstrap(options: OwnProcessOptions & { readonly located: LocatedRuntime }): Promise<void> {
  const { driver, located, plan, spec, environment, request, extensions } = options;
  const { tmp, listener } = request;
  const paths = driver.pathsOf(plan);
  const bootstrap = await findBootstrap(plan, paths);
  const api = await openRuntimeApi(NOBODY, spec, extensions);
  const command = {
    file: bootstrap,
    args: [],
    secretEnv: true,
    usesSocket: false,
    visiblePaths: located.visiblePaths,
    guestPaths: {},
  };
  const planOf = (env: SandboxCommand['env']): BootPlan => ({
    command: { ...command, env },
    memoryMb: spec.memoryMb,
    take: plan,
    ...(tmp ? { tmp } : {}),
  });
  const connect = (_: Sandbox, gate: RuntimeListener) => {
    api.link.listener = gate;
    return api.link;
  };
  const variables = () => environment(paths, api.address);
  const runtime = bootBeside({ driver, api, environment: variables, planOf, listener, connect });
  runtime.link.listener = listener;
  request.adopt(runtime);
}
