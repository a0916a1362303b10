import { noStack } from '../errors.ts';
import { stackNamed } from '../lookup.ts';
import { operation } from '../operation.ts';
import { eventOutput } from '../outputs.ts';
import { openPage, sealPage } from '../rules/paging.ts';

const PAGE = 100;

/** Newest first. */
export const DescribeStackEvents = operation('DescribeStackEvents', async (call, { StackName, NextToken }) => {
  const stack = await stackNamed(call, StackName!, noStack);
  const before = NextToken === undefined ? Number.MAX_SAFE_INTEGER : Number(openPage(NextToken));
  const found = await call.service.store.read(({ stacks }) => stacks.events(stack.id, before, PAGE + 1));
  const page = found.slice(0, PAGE);
  return {
    StackEvents: page.map(({ event }) => eventOutput(stack, event)),
    ...(found.length > PAGE && { NextToken: sealPage(page.at(-1)!.sequence) }),
  };
});
