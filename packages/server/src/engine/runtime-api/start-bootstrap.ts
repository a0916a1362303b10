import { constants } from 'node:fs';
import { access } from 'node:fs/promises';
import { join } from 'node:path';
import type { FunctionSpec } from '../engine.ts';
import { MissingBootstrapError } from '../initialization.ts';
import type { RuntimeListener } from '../link/runtime-link.ts';
import { RuntimeProcess } from '../runtime-process.ts';
import type { LocatedRuntime } from '../runtimes/runtimes.ts';
import type { SandboxDriver, TakenPaths, TakePlan } from '../sandbox/sandbox.ts';
import { openRuntimeApi } from './runtime-api.ts';

export interface BootstrapOptions {
  readonly driver: SandboxDriver;
  readonly located: LocatedRuntime;
  readonly plan: TakePlan;
  readonly spec: FunctionSpec;
  readonly environment: (paths: TakenPaths, runtimeApi: string) => Record<string, string>;
  readonly listener: RuntimeListener;
}

/**
 * Starts a custom runtime: the `bootstrap` of the code, else of the layers, against a Runtime API of its own.
 * @throws MissingBootstrapError
 */
export async function startBootstrap({
  driver,
  located,
  plan,
  spec,
  environment,
  listener,
}: BootstrapOptions): Promise<RuntimeProcess> {
  const paths = driver.pathsOf(plan);
  const bootstrap = await findBootstrap(plan, paths);
  const api = await openRuntimeApi(listener);
  const command = {
    file: bootstrap,
    args: [],
    env: environment(paths, api.address),
    secretEnv: true,
    visiblePaths: located.visiblePaths,
    guestPaths: {},
  };
  const sandbox = driver.boot({ command, memoryMb: spec.memoryMb, take: plan });
  const runtime = new RuntimeProcess(sandbox, () => api.link);
  void runtime.ended.then(() => api.link.close());
  return runtime;
}

async function findBootstrap(plan: TakePlan, paths: TakenPaths): Promise<string> {
  const places = [
    [plan.code, paths.taskRoot] as const,
    ...(plan.layers ? [[plan.layers, paths.layerRoot] as const] : []),
  ];
  for (const [host, guest] of places) {
    if (await executable(join(host, 'bootstrap'))) return join(guest, 'bootstrap');
  }
  throw new MissingBootstrapError([join(paths.taskRoot, 'bootstrap'), join(paths.layerRoot, 'bootstrap')]);
}

async function executable(path: string): Promise<boolean> {
  return access(path, constants.X_OK).then(
    () => true,
    () => false,
  );
}
