import { invalidToken } from '../errors.ts';
import { groupNamed } from '../lookup.ts';
import { operation } from '../operation.ts';

/**
 * No group has one, because PutSubscriptionFilter is not implemented; deployment tools ask before they create.
 * `filterNamePrefix` and `limit` cannot narrow an empty list, and no nextToken was ever given out.
 */
export const DescribeSubscriptionFilters = operation(
  'DescribeSubscriptionFilters',
  async (call, { logGroupName, nextToken }) => {
    await groupNamed(call, logGroupName);
    if (nextToken !== undefined) throw invalidToken();
    return { subscriptionFilters: [] };
  },
);
