import type { LogGroupClass } from '@aws-sdk/client-cloudwatch-logs';
import { unlessAbsent } from './mapping/absence.ts';
import { physicalName } from './mapping/physical-name.ts';
import { defineResourceType, type ResourceContext } from './mapping/resource-type.ts';
import { boolean, integer, tags, text } from './mapping/schema.ts';
import { type PlainTag, tagChange, tagMap } from './mapping/tagging.ts';

interface LogGroup {
  readonly LogGroupName?: string;
  readonly LogGroupClass?: LogGroupClass;
  readonly RetentionInDays?: number;
  readonly KmsKeyId?: string;
  readonly DeletionProtectionEnabled?: boolean;
  readonly Tags?: readonly PlainTag[];
}

export const logGroup = defineResourceType<LogGroup>({
  name: 'AWS::Logs::LogGroup',
  properties: {
    LogGroupName: text,
    LogGroupClass: text,
    RetentionInDays: integer,
    KmsKeyId: text,
    DeletionProtectionEnabled: boolean,
    Tags: tags,
  },
  required: [],
  replacedBy: ['LogGroupName', 'LogGroupClass'],
  nameProperty: 'LogGroupName',
  attributes: ['Arn'],
  async find(context, properties) {
    const name = nameOf(context, properties);
    const { logGroups = [] } = await context.aws.logs.DescribeLogGroups({ logGroupNamePrefix: name });
    return logGroups.some(({ logGroupName }) => logGroupName === name) ? name : null;
  },
  async create(context, properties) {
    const { logs } = context.aws;
    const name = nameOf(context, properties);
    const { LogGroupClass: logGroupClass, KmsKeyId: kmsKeyId, DeletionProtectionEnabled, RetentionInDays } = properties;
    await logs.CreateLogGroup({
      logGroupName: name,
      tags: tagMap([...(properties.Tags ?? []), ...context.systemTags]),
      ...(logGroupClass && { logGroupClass }),
      ...(kmsKeyId && { kmsKeyId }),
      ...(DeletionProtectionEnabled !== undefined && { deletionProtectionEnabled: DeletionProtectionEnabled }),
    });
    await context.created(name);
    if (RetentionInDays !== undefined) {
      await logs.PutRetentionPolicy({ logGroupName: name, retentionInDays: RetentionInDays });
    }
    return made(context, name);
  },
  async update(context, { physicalId: logGroupName, properties }, next) {
    const { logs } = context.aws;
    if (next.RetentionInDays === undefined) await logs.DeleteRetentionPolicy({ logGroupName });
    else await logs.PutRetentionPolicy({ logGroupName, retentionInDays: next.RetentionInDays });
    if (next.DeletionProtectionEnabled !== properties.DeletionProtectionEnabled) {
      await logs.PutLogGroupDeletionProtection({
        logGroupIdentifier: logGroupName,
        deletionProtectionEnabled: next.DeletionProtectionEnabled ?? false,
      });
    }
    const { set, removed } = tagChange(properties.Tags, next.Tags);
    const resourceArn = arnOf(context, logGroupName);
    if (Object.keys(set).length > 0) await logs.TagResource({ resourceArn, tags: set });
    if (removed.length > 0) await logs.UntagResource({ resourceArn, tagKeys: removed });
    return made(context, logGroupName);
  },
  async delete(context, { physicalId }) {
    await unlessAbsent(() => context.aws.logs.DeleteLogGroup({ logGroupName: physicalId }));
  },
});

function nameOf(context: ResourceContext, { LogGroupName }: LogGroup): string {
  return LogGroupName ?? physicalName(context, 512);
}

function arnOf({ region, account }: ResourceContext, name: string): string {
  return `arn:aws:logs:${region}:${account}:log-group:${name}`;
}

/** `Arn` ends with `:*` (CloudFormation reference, AWS::Logs::LogGroup, return values). */
function made(context: ResourceContext, name: string) {
  return { physicalId: name, attributes: { Arn: `${arnOf(context, name)}:*` } };
}
