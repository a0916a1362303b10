import type { OutputOf } from '../../service.ts';
import { admit, enqueue, invoke, type InvokeRequest, toBytes } from '../invocation.ts';
import { operation } from '../operation.ts';

type Payload = NonNullable<OutputOf<'lambda', 'Invoke'>['Payload']>;

/** The inner door's form; requests over HTTP take the raw form (invoke-raw.ts), which reads no model. */
export const Invoke = operation(
  'Invoke',
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
    if (request.type === 'Event') {
      await enqueue(call, target, request.payload);
      return { StatusCode: 202 };
    }
    const { version, result } = await invoke(call, target, request);
    return {
      StatusCode: 200,
      ExecutedVersion: version,
      Payload: result.payload as Payload,
      ...(result.functionError ? { FunctionError: result.functionError } : {}),
      ...(request.tail ? { LogResult: Buffer.from(result.logTail).toString('base64') } : {}),
    };
  },
  { refuses: ['DurableExecutionName', 'TenantId'] },
);
