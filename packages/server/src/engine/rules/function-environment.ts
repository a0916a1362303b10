import type { FunctionSpec } from '../engine.ts';
import type { RuntimeFamily } from '../runtimes/runtimes.ts';
import type { TakenPaths } from '../sandbox/sandbox.ts';

const LIBRARY_PATHS = ['/var/lang/lib', '/lib64', '/usr/lib64', '/var/runtime', '/var/runtime/lib'];
const X_RAY_ADDRESS = '127.0.0.1:2000';

export interface EnvironmentVariableSources {
  readonly spec: FunctionSpec;
  readonly family: RuntimeFamily;
  readonly logStream: string;
  readonly paths: TakenPaths;
  /** Of Hearth's listener. */
  readonly endpoint: string;
  readonly credentials: Readonly<Record<string, string>>;
  /** `host:port` */
  readonly runtimeApi: string;
  /** The directory of our own runtime files, as the function sees it. */
  readonly runtimeRoot: string;
  /** Where the SDK that the runtime brings along is, as the function sees it; null for other languages. */
  readonly sdkModules: string | null;
}

/**
 * The variables of an execution environment (recorded on AWS, 2026). Precedence: customer, then what customers may
 * not set; what they may set (TZ, PATH, LANG, NODE_PATH …) is a default only.
 */
export function functionEnvironment(sources: EnvironmentVariableSources): Record<string, string> {
  const { spec, paths, credentials, endpoint } = sources;
  return {
    ...defaults(sources),
    AWS_ENDPOINT_URL: endpoint,
    ...spec.environment,
    ...reserved(sources),
    ...credentials,
    ...paths.environment,
  };
}

/** What the runtime alone gets (developer guide, Extensions API); so are names that start with `_`. */
const RUNTIME_ONLY: ReadonlySet<string> = new Set([
  'AWS_EXECUTION_ENV',
  'AWS_LAMBDA_LOG_GROUP_NAME',
  'AWS_LAMBDA_LOG_STREAM_NAME',
  'AWS_XRAY_CONTEXT_MISSING',
  'AWS_XRAY_DAEMON_ADDRESS',
  'LAMBDA_RUNTIME_DIR',
  'LAMBDA_TASK_ROOT',
]);

/** The variables of an extension beside a runtime that has `environment`. */
export function extensionEnvironment(environment: Readonly<Record<string, string>>): Record<string, string> {
  const shown = ([name]: readonly [string, string]) => !name.startsWith('_') && !RUNTIME_ONLY.has(name);
  return Object.fromEntries(Object.entries(environment).filter(shown));
}

function defaults({ spec, family, paths, sdkModules }: EnvironmentVariableSources): Record<string, string> {
  const { taskRoot, layerRoot } = paths;
  return {
    LANG: 'en_US.UTF-8',
    TZ: ':UTC',
    PATH: `/var/lang/bin:/usr/local/bin:/usr/bin/:/bin:${layerRoot}/bin`,
    LD_LIBRARY_PATH: libraryPath(taskRoot, layerRoot),
    PWD: taskRoot,
    SHLVL: '0',
    AWS_XRAY_CONTEXT_MISSING: 'LOG_ERROR',
    AWS_XRAY_DAEMON_ADDRESS: X_RAY_ADDRESS,
    _AWS_XRAY_DAEMON_ADDRESS: '127.0.0.1',
    _AWS_XRAY_DAEMON_PORT: '2000',
    ...languageDefaults(family, spec.runtime, paths, sdkModules),
  };
}

/** What the dynamic linker of an interpreter must have when it starts: it is part of a spare's boot. */
export function libraryPath(taskRoot: string, layerRoot: string): string {
  return [...LIBRARY_PATHS, taskRoot, `${taskRoot}/lib`, `${layerRoot}/lib`].join(':');
}

function languageDefaults(
  family: RuntimeFamily,
  runtime: string,
  { taskRoot, layerRoot }: TakenPaths,
  sdkModules: string | null,
): Record<string, string> {
  if (family === 'nodejs') {
    const name = runtime.replace(/^nodejs(\d+)\..*$/, 'node$1');
    const roots = [
      `${layerRoot}/nodejs/${name}/node_modules`,
      `${layerRoot}/nodejs/node_modules`,
      ...(sdkModules === null ? [] : [sdkModules]),
      '/var/runtime',
      taskRoot,
    ];
    return { NODE_PATH: roots.join(':') };
  }
  return family === 'python' ? { PYTHONPATH: '/var/runtime', LC_CTYPE: 'C.UTF-8' } : {};
}

function reserved({
  spec,
  family,
  logStream,
  paths,
  runtimeApi,
  runtimeRoot,
}: EnvironmentVariableSources): Record<string, string> {
  const { logging } = spec;
  return {
    AWS_REGION: spec.region,
    AWS_DEFAULT_REGION: spec.region,
    AWS_LAMBDA_FUNCTION_NAME: spec.functionName,
    AWS_LAMBDA_FUNCTION_VERSION: spec.version,
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(spec.memoryMb),
    AWS_LAMBDA_INITIALIZATION_TYPE: 'on-demand',
    AWS_LAMBDA_LOG_GROUP_NAME: logging.group,
    AWS_LAMBDA_LOG_STREAM_NAME: logStream,
    _HANDLER: spec.handler,
    LAMBDA_TASK_ROOT: paths.taskRoot,
    LAMBDA_RUNTIME_DIR: runtimeRoot,
    ...(family === 'provided' ? {} : { AWS_EXECUTION_ENV: `AWS_Lambda_${spec.runtime}` }),
    AWS_LAMBDA_RUNTIME_API: runtimeApi,
    ...(logging.format === 'JSON'
      ? { AWS_LAMBDA_LOG_FORMAT: 'JSON', AWS_LAMBDA_LOG_LEVEL: logging.applicationLevel ?? 'INFO' }
      : {}),
  };
}
