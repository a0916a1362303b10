import type { LogStream } from '@aws-sdk/client-cloudwatch-logs';
import type { Call } from '../../service.ts';
import { invalidParameter } from '../errors.ts';
import { groupMeant } from '../lookup.ts';
import { operation } from '../operation.ts';
import { openToken, sealToken } from '../page-token.ts';
import { streamArn } from '../rules/names.ts';
import { sequenceToken } from '../rules/position.ts';
import { orderByLastEvent } from '../rules/stream-order.ts';
import type { LogsState } from '../state.ts';
import type { ActivityRow, GroupRow, StreamRow } from '../tables.ts';

/** The stream a page ended with, under the order it was asked for. */
interface Mark {
  readonly orderBy: 'LogStreamName' | 'LastEventTime';
  readonly descending: boolean;
  readonly name: string;
  readonly lastAt: number;
}

export const DescribeLogStreams = operation('DescribeLogStreams', async (call, input) => {
  const { orderBy = 'LogStreamName', descending = false, limit = 50, logStreamNamePrefix: prefix } = input;
  if (orderBy === 'LastEventTime' && prefix !== undefined)
    throw invalidParameter('Cannot order by LastEventTime with a logStreamNamePrefix.');
  const group = await groupMeant(call, input);
  const after = openToken<Mark>(call, 'DescribeLogStreams', input.nextToken);
  if (after && (after.orderBy !== orderBy || after.descending !== descending))
    throw invalidParameter('The specified nextToken is invalid.');
  await call.service.settled();
  const activity = await call.service.events.activity(group.id);
  const found =
    orderBy === 'LogStreamName'
      ? await call.service.store.streams(group.id, { prefix, after: after?.name, descending, limit: limit + 1 })
      : orderByLastEvent(await call.service.store.streams(group.id), activity, descending, after);
  const page = found.slice(0, limit);
  const logStreams = page.map((stream) => describe(call, group, stream, activity.get(stream.id)));
  const last = page.at(-1);
  if (found.length <= limit || !last) return { logStreams };
  const mark: Mark = { orderBy, descending, name: last.name, lastAt: activity.get(last.id)?.lastAt ?? 0 };
  return { logStreams, nextToken: sealToken(call, 'DescribeLogStreams', mark) };
});

function describe(
  call: Call<LogsState>,
  group: GroupRow,
  { name, createdAt }: StreamRow,
  activity: ActivityRow | undefined,
): LogStream {
  return {
    logStreamName: name,
    creationTime: createdAt,
    ...(activity && received(activity)),
    arn: streamArn(call, group.name, name),
    // "Starting on June 17, 2019 … will be reported as zero" (LogStream.storedBytes).
    storedBytes: 0,
  };
}

function received({ firstAt, lastAt, lastIngestedAt, lastSeq }: ActivityRow): Partial<LogStream> {
  return {
    ...(firstAt !== null && { firstEventTimestamp: firstAt }),
    ...(lastAt !== null && { lastEventTimestamp: lastAt }),
    lastIngestionTime: lastIngestedAt,
    uploadSequenceToken: sequenceToken(lastSeq),
  };
}
