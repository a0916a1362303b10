import { invalidToken } from '../errors.ts';
import { operation } from '../operation.ts';

/**
 * There are none, because PutResourcePolicy is not implemented. `limit`, `resourceArn` and `policyScope` cannot narrow
 * an empty list, and no nextToken was ever given out.
 */
export const DescribeResourcePolicies = operation('DescribeResourcePolicies', async (_call, { nextToken }) => {
  if (nextToken !== undefined) throw invalidToken();
  return { resourcePolicies: [] };
});
