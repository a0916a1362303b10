import type { PutLogEventsCommandInput } from '@aws-sdk/client-cloudwatch-logs';
import { groupNamed, streamNamed } from '../lookup.ts';
import { operation } from '../operation.ts';
import { type InputEvent, judgeBatch } from '../rules/batch.ts';
import { sequenceToken } from '../rules/position.ts';

/** `sequenceToken` is ignored, as AWS documents it: "PutLogEvents actions are always accepted". */
export const PutLogEvents = operation(
  'PutLogEvents',
  async (call, { logGroupName, logStreamName, logEvents, entity }) => {
    const group = await groupNamed(call, logGroupName);
    const stream = await streamNamed(call, group, logStreamName);
    const now = call.host.clock.now();
    const { accepted, rejected } = judgeBatch(eventsOf(logEvents), now, group.retentionDays);
    const lastSeq =
      accepted.length === 0
        ? 0
        : await call.service.events.appendDurably({ groupId: group.id, streamId: stream.id }, accepted, now);
    return {
      nextSequenceToken: sequenceToken(lastSeq),
      ...(rejected && { rejectedLogEventsInfo: rejected }),
      // AWS's own way to say that the events were taken and their entity was not: Hearth keeps no entities.
      ...(entity && { rejectedEntityInfo: { errorType: 'UnsupportedLogGroupType' as const } }),
    };
  },
);

function eventsOf(logEvents: PutLogEventsCommandInput['logEvents'] = []): InputEvent[] {
  return logEvents.map(({ timestamp = 0, message = '' }) => ({ timestamp, message }));
}
