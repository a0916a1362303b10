import { invalidParameter, validation } from '../errors.ts';
import type { Definition, LoggingSettings } from '../function-version.ts';
import { checkEnvironment } from './environment.ts';
import { LIMITS } from './limits.ts';
import { checkArchitecture, checkRuntime } from './runtimes.ts';

/** The members that CreateFunction and UpdateFunctionConfiguration share. */
export interface ConfigurationInput {
  readonly Runtime?: string | undefined;
  readonly Handler?: string | undefined;
  readonly Role?: string | undefined;
  readonly Description?: string | undefined;
  readonly Timeout?: number | undefined;
  readonly MemorySize?: number | undefined;
  readonly EphemeralStorage?: { readonly Size?: number | undefined } | undefined;
  readonly Environment?: { readonly Variables?: Readonly<Record<string, string>> | undefined } | undefined;
  readonly LoggingConfig?:
    | {
        readonly LogFormat?: string | undefined;
        readonly LogGroup?: string | undefined;
        readonly ApplicationLogLevel?: string | undefined;
        readonly SystemLogLevel?: string | undefined;
      }
    | undefined;
}

export type Settings = Omit<Definition, 'code' | 'layers' | 'architecture'>;

/** A new function's settings with AWS's defaults. Throws for missing and excessive values. */
export function readNewSettings(name: string, input: ConfigurationInput): Settings {
  if (!input.Runtime || !input.Handler) {
    throw invalidParameter(
      'Runtime and Handler are mandatory parameters for functions created with deployment packages.',
    );
  }
  const defaults: Settings = {
    runtime: input.Runtime,
    handler: input.Handler,
    role: input.Role!,
    description: '',
    timeoutSeconds: 3,
    memoryMb: 128,
    ephemeralStorageMb: 512,
    logging: { format: 'Text', group: `/aws/lambda/${name}` },
  };
  return readSettings(input, defaults);
}

/** `before` with the given members replaced; `Environment` as a whole, as AWS does. */
export function readSettings(input: ConfigurationInput, before: Settings): Settings {
  checkLimits(input);
  if (input.Runtime !== undefined) checkRuntime(input.Runtime);
  const environment = input.Environment ? (input.Environment.Variables ?? {}) : before.environment;
  if (environment) checkEnvironment(environment);
  return {
    runtime: input.Runtime ?? before.runtime,
    handler: input.Handler ?? before.handler,
    role: input.Role ?? before.role,
    description: input.Description ?? before.description,
    timeoutSeconds: input.Timeout ?? before.timeoutSeconds,
    memoryMb: input.MemorySize ?? before.memoryMb,
    ephemeralStorageMb: input.EphemeralStorage?.Size ?? before.ephemeralStorageMb,
    logging: readLogging(input.LoggingConfig, before.logging),
    ...(environment ? { environment } : {}),
  };
}

/** The one architecture of a function; AWS's default is x86_64. */
export function readArchitecture(
  runtime: string,
  architectures: readonly string[] | undefined,
  before: Definition['architecture'] = 'x86_64',
): Definition['architecture'] {
  const [architecture, second] = architectures ?? [];
  if (second !== undefined) {
    throw validation(
      `[${architectures!.join(', ')}]`,
      'architectures',
      'Member must have length less than or equal to 1',
    );
  }
  if (architecture === undefined) return before;
  checkArchitecture(runtime, architecture);
  return architecture as Definition['architecture'];
}

function checkLimits({ Timeout: timeout, MemorySize: memory }: ConfigurationInput): void {
  const atMost = (limit: number) => `Member must have value less than or equal to ${limit}`;
  if (timeout !== undefined && timeout > LIMITS.timeoutSeconds)
    throw validation(`${timeout}`, 'timeout', atMost(LIMITS.timeoutSeconds));
  // The model allows 32768 for managed instances, which Hearth has not.
  if (memory !== undefined && memory > LIMITS.memoryMb) {
    throw invalidParameter(`'MemorySize' value failed to satisfy constraint: ${atMost(LIMITS.memoryMb)}`);
  }
}

function readLogging(input: ConfigurationInput['LoggingConfig'], before: LoggingSettings): LoggingSettings {
  if (!input) return before;
  const format = (input.LogFormat ?? before.format) as LoggingSettings['format'];
  const group = input.LogGroup ?? before.group;
  if (format === 'JSON') {
    const applicationLevel = input.ApplicationLogLevel ?? before.applicationLevel ?? 'INFO';
    return { format, group, applicationLevel, systemLevel: input.SystemLogLevel ?? before.systemLevel ?? 'INFO' };
  }
  if (input.ApplicationLogLevel !== undefined || input.SystemLogLevel !== undefined) {
    throw invalidParameter(
      'Log level is not supported when LogFormat is set to Text. Remove log level from your request or change the LogFormat to JSON.',
    );
  }
  return { format, group };
}
