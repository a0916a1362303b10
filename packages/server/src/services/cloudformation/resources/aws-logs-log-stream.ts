import { unlessAbsent } from './mapping/absence.ts';
import { physicalName } from './mapping/physical-name.ts';
import { defineResourceType } from './mapping/resource-type.ts';
import { text } from './mapping/schema.ts';

interface LogStream {
  readonly LogGroupName: string;
  readonly LogStreamName?: string;
}

export const logStream = defineResourceType<LogStream>({
  name: 'AWS::Logs::LogStream',
  properties: { LogGroupName: text, LogStreamName: text },
  required: ['LogGroupName'],
  replacedBy: 'all',
  attributes: [],
  async find(context, { LogGroupName, LogStreamName = physicalName(context, 512) }) {
    const found = await unlessAbsent(() =>
      context.aws.logs.DescribeLogStreams({ logGroupName: LogGroupName, logStreamNamePrefix: LogStreamName }),
    );
    return found?.logStreams?.some(({ logStreamName }) => logStreamName === LogStreamName) ? LogStreamName : null;
  },
  async create(context, { LogGroupName, LogStreamName = physicalName(context, 512) }) {
    await context.aws.logs.CreateLogStream({ logGroupName: LogGroupName, logStreamName: LogStreamName });
    return { physicalId: LogStreamName, attributes: {} };
  },
  async delete(context, { physicalId, properties }) {
    const target = { logGroupName: properties.LogGroupName, logStreamName: physicalId };
    await unlessAbsent(() => context.aws.logs.DeleteLogStream(target));
  },
});
