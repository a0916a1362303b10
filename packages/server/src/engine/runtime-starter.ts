import { join } from 'node:path';
import type { UnpackedCode } from './code/code-store.ts';
import type { FunctionSpec } from './engine.ts';
import { bootBeside } from './extensions/boot-beside.ts';
import { requireLaunchable } from './extensions/launchable.ts';
import { FrameLink } from './link/frame-link.ts';
import type { RuntimeInit, RuntimeListener } from './link/runtime-link.ts';
import { functionEnvironment, libraryPath } from './rules/function-environment.ts';
import { openOccupiedApi } from './runtime-api/runtime-api.ts';
import { startBootstrap } from './runtime-api/start-bootstrap.ts';
import { startWrapped } from './runtime-api/start-wrapped.ts';
import { bootKey, runtimeCommand } from './runtimes/runtime-command.ts';
import { runtimeVersionArn } from './runtimes/version-arn.ts';
import type { BootOptions, LocatedRuntime } from './runtimes/runtimes.ts';
import { RuntimeProcess } from './runtime-process.ts';
import type { BootPlan, Sandbox, SandboxCommand, SandboxDriver, TakenPaths, TakePlan } from './sandbox/sandbox.ts';
import type { EnvironmentOf, StartRequest } from './start-request.ts';
import type { Spares } from './spares.ts';

/** Where our own runtime files are inside a private root. */
const GUEST_RUNTIME_ROOT = '/var/runtime';
const GUEST_SDK_MODULES = '/var/runtime/node_modules';

export interface StarterServices {
  readonly driver: SandboxDriver;
  readonly spares: Spares;
  readonly endpoint: () => { readonly url: string; readonly port: number };
  readonly credentials: (spec: FunctionSpec) => Readonly<Record<string, string>>;
  /** `dist/runtime`. */
  readonly functionRuntimeDirectory: string;
}

/** A function with all that it needs on this host. */
export interface PreparedFunction {
  readonly spec: FunctionSpec;
  readonly located: LocatedRuntime;
  readonly code: UnpackedCode;
  /** The directory of the SDK that Node runtimes bring along; null for other languages. */
  readonly sdkModules: string | null;
}

/** Starts runtimes of one prepared function. */
export class RuntimeStarter {
  readonly spec: FunctionSpec;
  readonly runtimeVersion: string;
  readonly runtimeVersionArn: string;
  readonly #located: LocatedRuntime;
  readonly #sdkModules: string | null;
  readonly #services: StarterServices;
  readonly #bootOptions: BootOptions;
  readonly #key: string;
  readonly #plan: TakePlan;
  readonly #extensions: readonly string[];
  #spareTaken = false;

  constructor({ spec, located, code, sdkModules }: PreparedFunction, services: StarterServices) {
    this.spec = spec;
    this.#located = located;
    this.#sdkModules = sdkModules;
    this.#services = services;
    this.#bootOptions = { memoryMb: spec.memoryMb, environment: this.#bootEnvironment() };
    this.#key = bootKey(located, this.#bootOptions);
    this.#extensions = code.extensions;
    this.#plan = { ...code, ephemeralStorageMb: spec.ephemeralStorageMb, memoryMb: spec.memoryMb };
    this.runtimeVersion = versionName(spec.runtime, located);
    this.runtimeVersionArn = runtimeVersionArn(spec.region, spec.runtime);
  }

  /** Starts a runtime that loads the handler; the request's listener hears how that goes. @throws LaunchError */
  async start(request: StartRequest): Promise<void> {
    const environment: EnvironmentOf = (paths, runtimeApi) => this.#environment(paths, request.logStream, runtimeApi);
    const { spec } = this;
    const { driver } = this.#services;
    const extensions = this.#extensions;
    if (extensions.length > 0) await requireLaunchable(this.#plan, driver.pathsOf(this.#plan), extensions);
    const custom = { driver, plan: this.#plan, spec, environment, request, extensions };
    if (this.#located.family === 'provided') return startBootstrap({ ...custom, located: this.#located });
    if (this.#wrapper) {
      const init = (paths: TakenPaths) => this.#init(paths);
      return startWrapped({ ...custom, command: this.#command(), wrapper: this.#wrapper, init });
    }
    const runtime = await this.#ownRuntime(request, environment);
    request.adopt(runtime);
    const { paths, bound } = runtime.sandbox.take(this.#plan);
    const { address } = await runtime.api;
    runtime.link.listener = request.listener;
    // Read when it has booted. One that ends before, by itself or because nobody needs it any more, says so by its exit.
    runtime.link.init({ ...this.#init(paths), handler: spec.handler, env: environment(paths, address) });
    if (await this.#isBound(runtime, bound)) runtime.link.load();
  }

  async #isBound(runtime: RuntimeProcess, bound: Promise<boolean>): Promise<boolean> {
    try {
      return await bound;
    } catch (cause) {
      void runtime.end();
      throw new Error('the function could not be bound into its sandbox', { cause });
    }
  }

  /** Keeps spares for this function's boot key. */
  keepSpares(): void {
    if (!this.#usesSpares) return;
    this.#services.spares.fill(this.#key, () => this.#bootEmpty());
  }

  /** After an invocation was answered: replaces the spare that its start took, so as not to have competed with it. */
  replaceSpare(): void {
    if (!this.#spareTaken) return;
    this.#spareTaken = false;
    this.#services.spares.refill(this.#key, () => this.#bootEmpty());
  }

  #takeOrBoot(): RuntimeProcess {
    this.#spareTaken = true;
    return this.#services.spares.take(this.#key) ?? this.#bootEmpty();
  }

  #bootEmpty(): RuntimeProcess {
    return this.#boot({ command: this.#command(), memoryMb: this.spec.memoryMb });
  }

  #ownRuntime({ tmp, listener }: StartRequest, environment: EnvironmentOf): RuntimeProcess | Promise<RuntimeProcess> {
    if (!tmp && this.#extensions.length === 0) return this.#takeOrBoot();
    const boot = { command: this.#command(), memoryMb: this.spec.memoryMb, take: this.#plan, ...(tmp ? { tmp } : {}) };
    return this.#extensions.length === 0 ? this.#boot(boot) : this.#bootExtended(boot, environment, listener);
  }

  async #bootExtended(plan: BootPlan, environment: EnvironmentOf, listener: RuntimeListener): Promise<RuntimeProcess> {
    const { driver } = this.#services;
    const api = await openOccupiedApi(this.spec, this.#extensions);
    const variables = () => environment(driver.pathsOf(this.#plan), api.address);
    const connect = ({ socket }: Sandbox, gate: RuntimeListener) => new FrameLink(socket, gate);
    return bootBeside({ driver, api, environment: variables, planOf: () => plan, listener, connect });
  }

  /** The Runtime API is there for what looks for it; our own runtimes have their frames. */
  #boot(plan: BootPlan): RuntimeProcess {
    const sandbox = this.#services.driver.boot(plan);
    return new RuntimeProcess(
      sandbox,
      (listener) => new FrameLink(sandbox.socket, listener),
      openOccupiedApi(this.spec),
    );
  }

  get #wrapper(): string | undefined {
    return this.spec.environment['AWS_LAMBDA_EXEC_WRAPPER'] || undefined;
  }

  /** Custom runtimes, wrappers and extensions are part of the function: nothing can be started without it. */
  get #usesSpares(): boolean {
    return this.#located.family !== 'provided' && !this.#wrapper && this.#extensions.length === 0;
  }

  #command(): SandboxCommand {
    const { functionRuntimeDirectory } = this.#services;
    const command = runtimeCommand(this.#located, functionRuntimeDirectory, this.#bootOptions);
    const { prefix, visiblePaths } = this.#located;
    const interpreter =
      prefix === undefined ? { [command.file]: `/var/lang/bin/${interpreterName(this.#located)}` } : {};
    return {
      ...command,
      secretEnv: false,
      usesSocket: true,
      visiblePaths: [...visiblePaths, ...command.visiblePaths, ...(prefix === undefined ? [] : [prefix])],
      guestPaths: { ...interpreter, ...this.#guestRuntime(functionRuntimeDirectory) },
    };
  }

  /** Its parts by themselves, so that the SDK can be mounted beside them. */
  #guestRuntime(directory: string): Record<string, string> {
    const part = this.#located.family === 'python' ? 'python' : 'node';
    return {
      [join(directory, part)]: join(GUEST_RUNTIME_ROOT, part),
      ...(this.#sdkModules === null ? {} : { [this.#sdkModules]: GUEST_SDK_MODULES }),
    };
  }

  #bootEnvironment(): Record<string, string> {
    const own = { ...this.spec.environment };
    if (this.#private) own['LD_LIBRARY_PATH'] ??= libraryPath('/var/task', '/opt');
    return own;
  }

  get #private(): boolean {
    return this.#services.driver.capabilities.strategy !== 'plain';
  }

  #environment(paths: TakenPaths, logStream: string, runtimeApi: string): Record<string, string> {
    const { endpoint, credentials, functionRuntimeDirectory } = this.#services;
    return functionEnvironment({
      spec: this.spec,
      family: this.#located.family,
      logStream,
      paths,
      endpoint: endpoint().url,
      credentials: credentials(this.spec),
      runtimeRoot: this.#private ? GUEST_RUNTIME_ROOT : functionRuntimeDirectory,
      sdkModules: this.#sdkModules && this.#private ? GUEST_SDK_MODULES : this.#sdkModules,
      runtimeApi,
    });
  }

  #init({ taskRoot, layerRoot, compileCache }: TakenPaths): RuntimeInit {
    const { logging } = this.spec;
    return {
      taskRoot,
      layerRoot,
      logFormat: logging.format,
      ...(logging.applicationLevel ? { logLevel: logging.applicationLevel } : {}),
      ...(compileCache ? { compileCache } : {}),
      awsPort: this.#services.endpoint().port,
    };
  }
}

/** As INIT_START spells it: `nodejs:22.v22.11.0`, `python:3.12.v3.12.4`, `provided:al2023`. */
function versionName(runtime: string, { family, version }: LocatedRuntime): string {
  const release = runtime.slice(family.length).replace(/^\./, '').replace(/\.x$/, '');
  return family === 'provided' ? `provided:${release}` : `${family}:${release}.v${version}`;
}

function interpreterName({ family }: LocatedRuntime): string {
  return family === 'nodejs' ? 'node' : 'python3';
}
