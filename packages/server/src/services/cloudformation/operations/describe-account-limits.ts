import { operation } from '../operation.ts';

/** CloudFormation user guide, quotas. */
const LIMITS = [
  { Name: 'StackLimit', Value: 2000 },
  { Name: 'StackOutputsLimit', Value: 200 },
  { Name: 'ConcurrentResourcesLimit', Value: 2500 },
];

export const DescribeAccountLimits = operation('DescribeAccountLimits', async (_call, { NextToken }) => ({
  AccountLimits: NextToken === undefined ? LIMITS : [],
}));
