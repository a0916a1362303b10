import { stackNamed } from '../lookup.ts';
import { operation } from '../operation.ts';
import { stackOutput } from '../outputs.ts';
import { pageOf } from '../rules/paging.ts';

const PAGE = 100;

/** Without a name: every stack that is not deleted. */
export const DescribeStacks = operation('DescribeStacks', async (call, { StackName, NextToken }) => {
  if (StackName !== undefined) return { Stacks: [stackOutput(await stackNamed(call, StackName))] };
  const all = await call.service.store.read(({ stacks }) => stacks.all(call));
  const live = all.filter(({ status }) => status !== 'DELETE_COMPLETE');
  const { items, ...more } = pageOf(live, NextToken, PAGE);
  return { Stacks: items.map(stackOutput), ...more };
});
