import type { CreateFunctionRequest, UpdateFunctionConfigurationRequest } from '@aws-sdk/client-lambda';
import { sameValue } from '../rules/values.ts';
import { unlessAbsent } from './mapping/absence.ts';
import { readyFunction, restingFunction } from './mapping/function-readiness.ts';
import { inlineCode } from './mapping/inline-code.ts';
import { physicalName } from './mapping/physical-name.ts';
import { defineResourceType, type ResourceContext } from './mapping/resource-type.ts';
import { boolean, integer, list, map, object, tags, text } from './mapping/schema.ts';
import { type PlainTag, tagChange, tagMap } from './mapping/tagging.ts';

type Settings = Pick<
  CreateFunctionRequest,
  | 'DeadLetterConfig'
  | 'Description'
  | 'Environment'
  | 'EphemeralStorage'
  | 'FileSystemConfigs'
  | 'Handler'
  | 'ImageConfig'
  | 'Layers'
  | 'LoggingConfig'
  | 'MemorySize'
  | 'Role'
  | 'Runtime'
  | 'SnapStart'
  | 'Timeout'
  | 'TracingConfig'
  | 'VpcConfig'
>;

interface LambdaFunction
  extends Settings, Pick<CreateFunctionRequest, 'Architectures' | 'PackageType' | 'CodeSigningConfigArn'> {
  readonly FunctionName?: string;
  readonly KmsKeyArn?: string;
  readonly Code: InlineOrStored;
  readonly RecursiveLoop?: 'Allow' | 'Terminate';
  readonly ReservedConcurrentExecutions?: number;
  readonly Tags?: readonly PlainTag[];
}

interface InlineOrStored {
  readonly ZipFile?: string;
  readonly S3Bucket?: string;
  readonly S3Key?: string;
  readonly S3ObjectVersion?: string;
  readonly ImageUri?: string;
  readonly SourceKMSKeyArn?: string;
}

/** The settings of a function that UpdateFunctionConfiguration knows, with what each is without a value. */
const DEFAULTS = {
  Description: '',
  DeadLetterConfig: { TargetArn: '' },
  Environment: { Variables: {} },
  EphemeralStorage: { Size: 512 },
  FileSystemConfigs: [],
  Handler: undefined,
  ImageConfig: {},
  Layers: [],
  LoggingConfig: { LogFormat: 'Text' },
  MemorySize: 128,
  Role: undefined,
  Runtime: undefined,
  SnapStart: { ApplyOn: 'None' },
  Timeout: 3,
  TracingConfig: { Mode: 'PassThrough' },
  VpcConfig: { SubnetIds: [], SecurityGroupIds: [] },
} satisfies Readonly<Record<keyof Settings, unknown>>;

export const lambdaFunction = defineResourceType<LambdaFunction>({
  name: 'AWS::Lambda::Function',
  properties: {
    Architectures: list(text),
    Code: object({
      ZipFile: text,
      S3Bucket: text,
      S3Key: text,
      S3ObjectVersion: text,
      ImageUri: text,
      SourceKMSKeyArn: text,
    }),
    CodeSigningConfigArn: text,
    DeadLetterConfig: object({ TargetArn: text }),
    Description: text,
    Environment: object({ Variables: map(text) }),
    EphemeralStorage: object({ Size: integer }, ['Size']),
    FileSystemConfigs: list(object({ Arn: text, LocalMountPath: text }, ['Arn', 'LocalMountPath'])),
    FunctionName: text,
    Handler: text,
    ImageConfig: object({ Command: list(text), EntryPoint: list(text), WorkingDirectory: text }),
    KmsKeyArn: text,
    Layers: list(text),
    LoggingConfig: object({ ApplicationLogLevel: text, LogFormat: text, LogGroup: text, SystemLogLevel: text }),
    MemorySize: integer,
    PackageType: text,
    RecursiveLoop: text,
    ReservedConcurrentExecutions: integer,
    Role: text,
    Runtime: text,
    SnapStart: object({ ApplyOn: text }, ['ApplyOn']),
    Tags: tags,
    Timeout: integer,
    TracingConfig: object({ Mode: text }),
    VpcConfig: object({ Ipv6AllowedForDualStack: boolean, SecurityGroupIds: list(text), SubnetIds: list(text) }),
  },
  required: ['Code', 'Role'],
  replacedBy: ['FunctionName', 'PackageType'],
  nameProperty: 'FunctionName',
  attributes: ['Arn'],
  async find(context, properties) {
    const FunctionName = nameOf(context, properties);
    const found = await unlessAbsent(() => context.aws.lambda.GetFunctionConfiguration({ FunctionName }));
    return found ? FunctionName : null;
  },
  async create(context, properties) {
    const { lambda } = context.aws;
    const FunctionName = nameOf(context, properties);
    await lambda.CreateFunction({
      ...settingsOf(properties),
      FunctionName,
      Role: properties.Role!,
      Code: codeOf(properties),
      ...(properties.Architectures && { Architectures: properties.Architectures }),
      ...(properties.PackageType && { PackageType: properties.PackageType }),
      ...(properties.CodeSigningConfigArn && { CodeSigningConfigArn: properties.CodeSigningConfigArn }),
      ...(properties.KmsKeyArn && { KMSKeyArn: properties.KmsKeyArn }),
      Tags: tagMap([...(properties.Tags ?? []), ...context.systemTags]),
    });
    await context.created(FunctionName);
    await changeOptions(context, FunctionName, {}, properties);
    return settled(context, FunctionName);
  },
  async update(context, { physicalId: FunctionName, properties }, next) {
    const { lambda } = context.aws;
    await restingFunction(context, FunctionName);
    const changed = changedSettings(properties, next);
    if (Object.keys(changed).length > 0) {
      await lambda.UpdateFunctionConfiguration({ FunctionName, ...changed });
      await settled(context, FunctionName);
    }
    if (!sameValue(codeParts(properties), codeParts(next))) {
      const architectures = next.Architectures ?? ['x86_64'];
      await lambda.UpdateFunctionCode({ FunctionName, Architectures: [...architectures], ...codeOf(next) });
    }
    await changeOptions(context, FunctionName, properties, next);
    return settled(context, FunctionName);
  },
  async delete(context, { physicalId }) {
    await unlessAbsent(() => context.aws.lambda.DeleteFunction({ FunctionName: physicalId }));
  },
});

function nameOf(context: ResourceContext, { FunctionName }: LambdaFunction): string {
  return FunctionName ?? physicalName(context, 64);
}

/** Each given with `S3Bucket` and so on passes on to Lambda; text is zipped here. */
function codeOf({ Code: { ZipFile, ...stored }, Runtime }: LambdaFunction) {
  return ZipFile === undefined ? stored : { ZipFile: inlineCode(ZipFile, Runtime) };
}

/** What a new upload is needed for: the code, where it comes from, and the processor it is for. */
function codeParts({ Code, Architectures = ['x86_64'], Runtime }: LambdaFunction): unknown {
  return { Code, Architectures, ...(Code.ZipFile !== undefined && { language: Runtime?.replace(/[\d.x]+$/, '') }) };
}

function settingsOf(properties: LambdaFunction): Settings {
  const names = Object.keys(DEFAULTS) as (keyof Settings)[];
  const given = names.filter((name) => properties[name] !== undefined);
  return Object.fromEntries(given.map((name) => [name, properties[name]])) as unknown as Settings;
}

function changedSettings(
  before: LambdaFunction,
  after: LambdaFunction,
): Omit<UpdateFunctionConfigurationRequest, 'FunctionName'> {
  const names = Object.keys(DEFAULTS) as (keyof Settings)[];
  const changed = names
    .filter((name) => !sameValue(before[name], after[name]))
    .map((name) => [name, after[name] ?? DEFAULTS[name]]);
  const key = before.KmsKeyArn === after.KmsKeyArn ? {} : { KMSKeyArn: after.KmsKeyArn ?? '' };
  return { ...(Object.fromEntries(changed) as Settings), ...key };
}

/** What operations of their own set: concurrency, recursion, tags. */
async function changeOptions(
  context: ResourceContext,
  FunctionName: string,
  before: Partial<LambdaFunction>,
  after: LambdaFunction,
): Promise<void> {
  const { lambda } = context.aws;
  const { ReservedConcurrentExecutions, RecursiveLoop } = after;
  if (before.ReservedConcurrentExecutions !== ReservedConcurrentExecutions) {
    if (ReservedConcurrentExecutions === undefined) await lambda.DeleteFunctionConcurrency({ FunctionName });
    else await lambda.PutFunctionConcurrency({ FunctionName, ReservedConcurrentExecutions });
  }
  if (before.RecursiveLoop !== RecursiveLoop) {
    await lambda.PutFunctionRecursionConfig({ FunctionName, RecursiveLoop: RecursiveLoop ?? 'Terminate' });
  }
  // A new function has its tags from the start.
  if (before.Role === undefined) return;
  const { set, removed } = tagChange(before.Tags, after.Tags);
  const Resource = arnOf(context, FunctionName);
  if (Object.keys(set).length > 0) await lambda.TagResource({ Resource, Tags: set });
  if (removed.length > 0) await lambda.UntagResource({ Resource, TagKeys: removed });
}

async function settled(context: ResourceContext, FunctionName: string) {
  const { FunctionArn } = await readyFunction(context, FunctionName);
  return { physicalId: FunctionName, attributes: { Arn: FunctionArn! } };
}

function arnOf({ region, account }: ResourceContext, name: string): string {
  return `arn:aws:lambda:${region}:${account}:function:${name}`;
}
