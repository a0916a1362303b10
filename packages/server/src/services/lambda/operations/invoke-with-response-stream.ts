import type { InvokeWithResponseStreamResponseEvent } from '@aws-sdk/client-lambda';
import type { InvocationResult } from '../../../engine/engine.ts';
import { admit, invoke, type InvokeRequest, type RunResult, toBytes } from '../invocation.ts';
import { operation } from '../operation.ts';
import { ResponseStream } from '../response-stream.ts';
import { chooseRunnable } from '../targets.ts';

/**
 * The answer begins when the function's does; what goes wrong before (429, 409) is an ordinary error. A function's own
 * failure, early or in mid-stream, is in the closing InvokeComplete event, as on AWS.
 */
export const InvokeWithResponseStream = operation(
  'InvokeWithResponseStream',
  async (call, input) => {
    const request: InvokeRequest = {
      functionName: input.FunctionName!,
      qualifier: input.Qualifier,
      type: input.InvocationType ?? 'RequestResponse',
      clientContext: input.ClientContext,
      payload: toBytes(input.Payload),
      tail: input.LogType === 'Tail',
    };
    const target = await admit(call, request);
    if (request.type === 'DryRun') return { StatusCode: 204 };
    const chosen = chooseRunnable(target);
    const stream = new ResponseStream();
    const running = invoke(call, target, request, { chosen, stream });
    running.then(
      () => stream.end(),
      (cause) => stream.fail(cause),
    );
    const contentType = await stream.started;
    return {
      StatusCode: 200,
      ExecutedVersion: chosen.spec.version,
      ResponseStreamContentType: contentType,
      EventStream: events(stream, running, request.tail === true),
    };
  },
  { refuses: ['TenantId'] },
);

async function* events(
  stream: ResponseStream,
  running: Promise<RunResult>,
  withLog: boolean,
): AsyncGenerator<InvokeWithResponseStreamResponseEvent, void> {
  for await (const bytes of stream) yield { PayloadChunk: { Payload: bytes } };
  const { result } = await running;
  if (!result.functionError && result.payload.length > 0) yield { PayloadChunk: { Payload: result.payload } };
  yield {
    InvokeComplete: {
      ...errorOf(result),
      ...(withLog ? { LogResult: Buffer.from(result.logTail).toString('base64') } : {}),
    },
  };
}

function errorOf({ functionError, payload }: InvocationResult): { ErrorCode?: string; ErrorDetails?: string } {
  if (!functionError) return {};
  const details = Buffer.from(payload).toString();
  return { ErrorCode: errorType(details) ?? functionError, ErrorDetails: details };
}

/** A custom runtime may answer an error that is no JSON. */
function errorType(details: string): string | null {
  try {
    return (JSON.parse(details) as { errorType?: string }).errorType ?? null;
  } catch {
    return null;
  }
}
