import type { FunctionConfiguration } from '@aws-sdk/client-lambda';
import type { Definition, FunctionVersion, LoggingSettings } from '../function-version.ts';
import { functionArn } from './function-names.ts';
import { runtimeVersionArn } from '../../../engine/runtimes/version-arn.ts';

export interface ResponseForm {
  /** What follows the function's ARN: the qualifier that the caller gave. */
  readonly qualifier?: string | undefined;
  /** Lists leave the states out, as AWS's do. */
  readonly withoutStates?: boolean;
}

/** A version as the API shows it (member by member as recorded from AWS). */
export function toConfiguration(version: FunctionVersion, form: ResponseForm = {}): FunctionConfiguration {
  const { definition } = version.current;
  const arn = functionArn(version);
  return {
    FunctionName: version.name,
    FunctionArn: form.qualifier === undefined ? arn : `${arn}:${form.qualifier}`,
    Runtime: definition.runtime as FunctionConfiguration['Runtime'],
    Role: definition.role,
    Handler: definition.handler,
    CodeSize: definition.code.size,
    CodeSha256: codeSha256(definition.code),
    Description: definition.description,
    Timeout: definition.timeoutSeconds,
    MemorySize: definition.memoryMb,
    LastModified: toLambdaDate(version.lastModified),
    Version: version.version,
    TracingConfig: { Mode: 'PassThrough' },
    RevisionId: version.revisionId,
    PackageType: 'Zip',
    Architectures: [definition.architecture],
    EphemeralStorage: { Size: definition.ephemeralStorageMb },
    SnapStart: { ApplyOn: 'None', OptimizationStatus: 'Off' },
    RuntimeVersionConfig: { RuntimeVersionArn: runtimeVersionArn(version.region, definition.runtime) },
    LoggingConfig: toLoggingConfig(definition.logging),
    ...optionalMembers(definition),
    ...(form.withoutStates ? {} : states(version)),
  };
}

function optionalMembers({ environment, layers }: Definition): Partial<FunctionConfiguration> {
  return {
    ...(environment ? { Environment: { Variables: { ...environment } } } : {}),
    ...(layers.length > 0 ? { Layers: layers.map((layer) => ({ Arn: layer.arn, CodeSize: layer.size })) } : {}),
  };
}

function states({ state, lastUpdate }: FunctionVersion): Partial<FunctionConfiguration> {
  return {
    State: state.value,
    ...(state.reason === null ? {} : { StateReason: state.reason }),
    ...(state.code === null ? {} : { StateReasonCode: state.code as FunctionConfiguration['StateReasonCode'] }),
    ...(lastUpdate ? { LastUpdateStatus: lastUpdate.value } : {}),
    ...(lastUpdate?.reason ? { LastUpdateStatusReason: lastUpdate.reason } : {}),
    ...(lastUpdate?.code
      ? { LastUpdateStatusReasonCode: lastUpdate.code as FunctionConfiguration['LastUpdateStatusReasonCode'] }
      : {}),
  };
}

function toLoggingConfig(logging: LoggingSettings): FunctionConfiguration['LoggingConfig'] {
  return {
    LogFormat: logging.format,
    LogGroup: logging.group,
    ...(logging.applicationLevel ? { ApplicationLogLevel: logging.applicationLevel as 'INFO' } : {}),
    ...(logging.systemLevel ? { SystemLogLevel: logging.systemLevel as 'INFO' } : {}),
  };
}

/** Base64, where our blobs are named in hexadecimal. */
export function codeSha256({ sha256 }: { readonly sha256: string }): string {
  return Buffer.from(sha256, 'hex').toString('base64');
}

/** `2025-11-24T23:08:11.000+0000`. */
export function toLambdaDate(epochMs: number): string {
  return new Date(epochMs).toISOString().replace('Z', '+0000');
}
