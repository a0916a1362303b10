import { bootBeside } from '../extensions/boot-beside.ts';
import { FrameLink } from '../link/frame-link.ts';
import { NOBODY, type RuntimeInit, type RuntimeListener } from '../link/runtime-link.ts';
import type { BootPlan, Sandbox, SandboxCommand, TakenPaths } from '../sandbox/sandbox.ts';
import { openRuntimeApi } from './runtime-api.ts';
import type { OwnProcessOptions } from '../start-request.ts';
import { WrappedLink } from './wrapped-link.ts';

/** As the bootstrap of AWS's runtimes: these texts in the function's log, these exit statuses. */
const WRAPPER_SCRIPT = `wrapper=$1; shift
[ -f "$wrapper" ] || { echo "$wrapper: does not exist"; exit 127; }
[ -x "$wrapper" ] || { echo "$wrapper: is not an executable"; exit 126; }
exec "$wrapper" "$@"`;

/**
 * Starts the program that AWS_LAMBDA_EXEC_WRAPPER names, with the command of the runtime as its arguments (developer
 * guide, "Modifying the runtime environment": wrapper scripts). It may change the environment and become the runtime, or
 * become another one that takes its invocations from the Runtime API.
 */
export async function startWrapped(
  options: OwnProcessOptions & {
    readonly command: SandboxCommand;
    readonly wrapper: string;
    readonly init: (paths: TakenPaths) => RuntimeInit;
  },
): Promise<void> {
  const { driver, plan, spec, environment, request, extensions, command, wrapper, init } = options;
  const { tmp, listener } = request;
  const paths = driver.pathsOf(plan);
  const api = await openRuntimeApi(NOBODY, spec, extensions);
  const wrapped = {
    ...command,
    file: '/bin/sh',
    args: ['-c', WRAPPER_SCRIPT, 'sh', placed(wrapper, paths), command.file, ...command.args],
    secretEnv: true,
  };
  const planOf = (env: SandboxCommand['env']): BootPlan => ({
    command: { ...wrapped, env },
    memoryMb: spec.memoryMb,
    take: plan,
    ...(tmp ? { tmp } : {}),
  });
  const connect = ({ socket }: Sandbox, outer: RuntimeListener) =>
    new WrappedLink(outer, (own) => new FrameLink(socket, own), api.link);
  const variables = () => environment(paths, api.address);
  const runtime = bootBeside({ driver, api, environment: variables, planOf, listener, connect });
  request.adopt(runtime);
  const booted = await runtime.booted;
  runtime.link.listener = listener;
  if (!booted) return;
  runtime.link.init(init(paths));
  runtime.link.load();
}

/** Without a private root the function's directories are elsewhere. */
function placed(wrapper: string, { taskRoot, layerRoot }: TakenPaths): string {
  if (wrapper.startsWith('/opt/')) return layerRoot + wrapper.slice('/opt'.length);
  return wrapper.startsWith('/var/task/') ? taskRoot + wrapper.slice('/var/task'.length) : wrapper;
}
