import type { IncomingMessage, ServerResponse } from 'node:http';
import { MAX_RESPONSE_BYTES, responseTooLarge } from '../rules/function-errors.ts';
import { accept, INVALID_RESPONSE_MODE, sendError, TOO_LARGE } from './api-errors.ts';
import type { ApiLink } from './api-link.ts';
import { readBody } from './body.ts';
import { knownErrorType } from './error.ts';

/** POST /runtime/invocation/{id}/response: the whole answer, or a stream of it. */
export async function response(
  link: ApiLink,
  request: IncomingMessage,
  reply: ServerResponse,
  requestId: string,
): Promise<void> {
  const mode = request.headers['lambda-runtime-function-response-mode'];
  if (mode !== undefined && mode !== 'streaming') return sendError(reply, INVALID_RESPONSE_MODE);
  const refused = link.answer(requestId, 'InvocationResponse');
  if (refused) return sendError(reply, refused);
  if (mode === 'streaming') await relay(link, request);
  else if (!(await answer(link, request))) {
    link.move('ResponseSent');
    return sendError(reply, TOO_LARGE);
  }
  link.move('ResponseSent');
  accept(reply);
}

async function answer(link: ApiLink, request: IncomingMessage): Promise<boolean> {
  const body = await readBody(request, MAX_RESPONSE_BYTES);
  await link.flowing;
  if (body) {
    link.listener.responded(body, request.headers['content-type'] ?? 'application/json');
  } else {
    const { payload, errorType } = responseTooLarge();
    link.listener.failed(payload, errorType);
  }
  return body !== null;
}

/** Chunks as they come; an error in mid-stream is in the trailers, its document in base64. */
async function relay(link: ApiLink, request: IncomingMessage): Promise<void> {
  link.listener.streamStarted(request.headers['content-type'] ?? 'application/octet-stream');
  for await (const chunk of request as AsyncIterable<Buffer>) {
    link.listener.streamChunk(chunk);
    await link.flowing;
  }
  link.listener.streamEnded(...failureIn(request.trailers));
}

/** The type stands for the document where a runtime sends none. */
function failureIn(trailers: NodeJS.Dict<string>): [error: Uint8Array | null, errorType?: string] {
  const type = trailers['lambda-runtime-function-error-type'];
  const document = trailers['lambda-runtime-function-error-body'];
  if (type === undefined && document === undefined) return [null];
  const error = document ? Buffer.from(document, 'base64') : Buffer.from(JSON.stringify({ errorType: type }));
  return [error, knownErrorType(type, 'Function.Unknown')];
}
