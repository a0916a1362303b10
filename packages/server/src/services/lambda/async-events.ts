import { AwsError } from '../../kernel/errors.ts';
import type { InvocationResult } from '../../engine/engine.ts';
import { errorTypeIn } from '../../engine/rules/function-errors.ts';
import type { AsyncEvent } from '../../delivery/async-events.ts';
import type { RunOutcome } from '../../delivery/async-queue.ts';
import { run } from './invocation.ts';
import type { FunctionReference } from './rules/function-names.ts';
import type { LambdaState } from './state.ts';
import type { Target } from './targets.ts';

/**
 * Runs one event of the asynchronous queue. Throttles, and functions that are being created or replaced, send it back
 * to the queue; a function that was deleted or switched off (reserved concurrency 0) ends it, as on AWS, where it would
 * then go to the dead-letter queue. A function error ends it too: retries are the next issue of the queue.
 */
export async function runAsyncEvent(state: LambdaState, event: AsyncEvent): Promise<RunOutcome> {
  const { account, region, functionName: name, qualifier } = event;
  const reference: FunctionReference = { account, region, name, ...(qualifier === undefined ? {} : { qualifier }) };
  const target = await findTarget(state, reference);
  if (!target) return drop(state, event, 'its function no longer exists');
  if (target.reservedConcurrency === 0) return drop(state, event, 'its function has a reserved concurrency of 0');
  try {
    const { result } = await run(state, target, {
      requestId: event.requestId,
      payload: event.payload,
      ...(event.traceHeader === undefined ? {} : { traceHeader: event.traceHeader }),
    });
    // A run that the stopping platform broke off, or could not begin, is no run of the function's.
    return result.functionError && (state.host.signal.aborted || hasNotBegun(result)) ? 'returned' : 'finished';
  } catch (error) {
    if (error instanceof AwsError && error.options.fault !== 'server') return 'returned';
    throw error;
  }
}

/** No environment could be started, for want of disk or processes: a system error, which AWS tries again for six hours. */
function hasNotBegun({ payload }: InvocationResult): boolean {
  return errorTypeIn(payload) === 'Sandbox.Failure';
}

async function findTarget(state: LambdaState, reference: FunctionReference): Promise<Target | null> {
  try {
    return state.targets.peek(reference) ?? (await state.targets.find(reference));
  } catch (error) {
    if (error instanceof AwsError && error.code === 'ResourceNotFoundException') return null;
    throw error;
  }
}

function drop(state: LambdaState, event: AsyncEvent, why: string): RunOutcome {
  const { functionName, requestId } = event;
  state.host.logger.warn(`an asynchronous invocation was dropped: ${why}`, { function: functionName, requestId });
  return 'finished';
}
