import { requestTooLarge } from '../errors.ts';
import { admit, enqueue } from '../invocation.ts';
import { operation } from '../operation.ts';
import { LIMITS } from '../rules/limits.ts';

/** Deprecated by AWS; still there. 256 KB at most. */
export const InvokeAsync = operation('InvokeAsync', async (call, input) => {
  const payload = await readArguments(input.InvokeArgs);
  if (payload.length > LIMITS.invokeAsyncBytes) {
    throw requestTooLarge(
      `Request must be smaller than ${LIMITS.invokeAsyncBytes} bytes for the InvokeAsync operation`,
    );
  }
  const target = await admit(call, { functionName: input.FunctionName!, type: 'Event', payload });
  await enqueue(call, target, payload);
  return { Status: 202 };
});

/** The readers hand a streaming blob on as it arrives; the inner door may give it whole. */
async function readArguments(body: unknown): Promise<Uint8Array> {
  if (typeof body === 'string') return Buffer.from(body);
  if (body instanceof Uint8Array) return body;
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of body as AsyncIterable<Uint8Array>) {
    size += chunk.length;
    if (size > LIMITS.invokeAsyncBytes)
      throw requestTooLarge(
        `Request must be smaller than ${LIMITS.invokeAsyncBytes} bytes for the InvokeAsync operation`,
      );
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
