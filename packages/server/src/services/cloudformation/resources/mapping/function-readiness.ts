import { setTimeout as realDelay } from 'node:timers/promises';
import type { FunctionConfiguration } from '@aws-sdk/client-lambda';
import { validationError } from '../../errors.ts';
import type { ResourceContext } from './resource-type.ts';

const LOOK_AGAIN_MS = 20;

/**
 * Waits until a function or version is neither Pending nor being updated. Real time: Lambda prepares it by real work,
 * whatever the clock of the platform says. @throws ValidationError when it has failed
 */
export async function readyFunction(
  context: Pick<ResourceContext, 'aws' | 'signal' | 'type'>,
  FunctionName: string,
): Promise<FunctionConfiguration> {
  const state = await restingFunction(context, FunctionName);
  if (state.State === 'Failed') throw notStable(context.type, state.StateReason);
  if (state.LastUpdateStatus === 'Failed') throw notStable(context.type, state.LastUpdateStatusReason);
  return state;
}

/** Waits likewise, whatever has become of it: one whose last update has failed can be updated again. */
export async function restingFunction(
  { aws, signal }: Pick<ResourceContext, 'aws' | 'signal'>,
  FunctionName: string,
): Promise<FunctionConfiguration> {
  for (;;) {
    const state = await aws.lambda.GetFunctionConfiguration({ FunctionName });
    if (state.State !== 'Pending' && state.LastUpdateStatus !== 'InProgress') return state;
    await realDelay(LOOK_AGAIN_MS, undefined, { signal });
  }
}

function notStable(type: string, reason = 'no reason is given') {
  return validationError(`Resource of type '${type}' did not stabilize: ${reason}`);
}
