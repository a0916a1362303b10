import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Target } from '../client.ts';
import { askCloudFormation, members, text } from '../query-client.ts';

export interface StackPlace {
  readonly name: string;
  readonly region: string;
}

/**
 * What a deployment was about: the stack that the tool's state file names or, where the tool leaves none, those that have
 * changed since it began. `startedAt`: epoch milliseconds.
 */
export async function deployedStacks(
  directory: string,
  words: readonly string[],
  target: Target,
  startedAt: number,
): Promise<readonly StackPlace[]> {
  const named = stackOfState(join(directory, '.serverless/serverless-state.json'), words, startedAt);
  return named ? [named] : stacksChangedSince(target, startedAt);
}

/** The members of `serverless-state.json` (Serverless 3, osls 3 and 4) that tell the stack. */
interface ToolState {
  readonly service: {
    readonly service: string;
    readonly provider: { readonly stage?: string; readonly region?: string; readonly stackName?: string };
  };
}

/** Null when there is no file, or it is older than this run. */
export function stackOfState(path: string, words: readonly string[], startedAt: number): StackPlace | null {
  const state = freshState(path, startedAt);
  if (!state) return null;
  const { service, provider } = state.service;
  const stage = optionIn(words, 'stage', 's') ?? provider.stage ?? 'dev';
  return {
    name: provider.stackName ?? `${service}-${stage}`,
    region: optionIn(words, 'region', 'r') ?? provider.region ?? 'us-east-1',
  };
}

function freshState(path: string, startedAt: number): ToolState | null {
  try {
    // File times may be coarser than the clock.
    if (statSync(path).mtimeMs < startedAt - 1000) return null;
    return JSON.parse(readFileSync(path, 'utf8')) as ToolState;
  } catch {
    return null;
  }
}

function optionIn(words: readonly string[], long: string, short: string): string | undefined {
  const joined = words.find((word) => word.startsWith(`--${long}=`));
  if (joined) return joined.slice(long.length + 3);
  const at = words.findLastIndex((word) => word === `--${long}` || word === `-${short}`);
  return at < 0 ? undefined : words[at + 1];
}

async function stacksChangedSince(target: Target, startedAt: number): Promise<StackPlace[]> {
  const answer = await askCloudFormation(target, 'DescribeStacks', {});
  return members(answer, 'Stacks')
    .filter((stack) => Date.parse(text(stack, 'LastUpdatedTime') || text(stack, 'CreationTime')) >= startedAt)
    .map((stack) => ({ name: text(stack, 'StackName'), region: target.region }));
}
