import { invalidParameter, invalidToken } from '../errors.ts';
import { groupNamed } from '../lookup.ts';
import { operation } from '../operation.ts';

/**
 * There are none, because PutMetricFilter is not implemented; deployment tools ask before they create.
 * `filterNamePrefix` and `limit` cannot narrow an empty list, and no nextToken was ever given out.
 */
export const DescribeMetricFilters = operation(
  'DescribeMetricFilters',
  async (call, { logGroupName, nextToken, metricName, metricNamespace }) => {
    if ((metricName === undefined) !== (metricNamespace === undefined)) {
      throw invalidParameter('Both metricName and metricNamespace must be specified, or neither.');
    }
    if (logGroupName !== undefined) await groupNamed(call, logGroupName);
    if (nextToken !== undefined) throw invalidToken();
    return { metricFilters: [] };
  },
);
