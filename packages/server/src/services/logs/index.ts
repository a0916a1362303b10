import { defineService } from '../service.ts';
import { initial } from './migrations/001-initial.ts';
import { CreateLogGroup } from './operations/create-log-group.ts';
import { CreateLogStream } from './operations/create-log-stream.ts';
import { DeleteLogGroup } from './operations/delete-log-group.ts';
import { DeleteLogStream } from './operations/delete-log-stream.ts';
import { DeleteRetentionPolicy } from './operations/delete-retention-policy.ts';
import { DescribeLogGroups } from './operations/describe-log-groups.ts';
import { DescribeLogStreams } from './operations/describe-log-streams.ts';
import { DescribeMetricFilters } from './operations/describe-metric-filters.ts';
import { DescribeResourcePolicies } from './operations/describe-resource-policies.ts';
import { DescribeSubscriptionFilters } from './operations/describe-subscription-filters.ts';
import { FilterLogEvents } from './operations/filter-log-events.ts';
import { GetLogEvents } from './operations/get-log-events.ts';
import { ListTagsForResource } from './operations/list-tags-for-resource.ts';
import { ListTagsLogGroup } from './operations/list-tags-log-group.ts';
import { PutLogEvents } from './operations/put-log-events.ts';
import { PutLogGroupDeletionProtection } from './operations/put-log-group-deletion-protection.ts';
import { PutRetentionPolicy } from './operations/put-retention-policy.ts';
import { TagLogGroup } from './operations/tag-log-group.ts';
import { TagResource } from './operations/tag-resource.ts';
import { UntagLogGroup } from './operations/untag-log-group.ts';
import { UntagResource } from './operations/untag-resource.ts';
import { LogsState } from './state.ts';

/** CloudWatch Logs. Its state is also the `LogSink` that functions' lines go to. */
export const logs = defineService<'logs', LogsState>({
  name: 'logs',
  // CloudWatch Logs says so where other services say ValidationException (public error reports of 2023-25).
  validationCode: 'InvalidParameterException',
  migrations: [initial],
  operations: {
    CreateLogGroup,
    CreateLogStream,
    DeleteLogGroup,
    DeleteLogStream,
    DeleteRetentionPolicy,
    DescribeLogGroups,
    DescribeLogStreams,
    DescribeMetricFilters,
    DescribeResourcePolicies,
    DescribeSubscriptionFilters,
    FilterLogEvents,
    GetLogEvents,
    ListTagsForResource,
    ListTagsLogGroup,
    PutLogEvents,
    PutLogGroupDeletionProtection,
    PutRetentionPolicy,
    TagLogGroup,
    TagResource,
    UntagLogGroup,
    UntagResource,
  },
  start: (host) => LogsState.start(host),
  stop: (state) => state.stop(),
});
