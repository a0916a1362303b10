import type { IncomingMessage, ServerResponse } from 'node:http';
import { MAX_RESPONSE_BYTES } from '../rules/function-errors.ts';
import { accept, sendError, TOO_LARGE } from './api-errors.ts';
import type { ApiLink } from './api-link.ts';
import { readBody } from './body.ts';

/** POST /runtime/invocation/{id}/error: the body goes to the caller as it is, the header's type into REPORT. */
export async function invocationError(
  link: ApiLink,
  request: IncomingMessage,
  reply: ServerResponse,
  requestId: string,
): Promise<void> {
  const refused = link.answer(requestId, 'InvocationErrorResponse');
  if (refused) return sendError(reply, refused);
  const body = await readBody(request, MAX_RESPONSE_BYTES);
  await link.flowing;
  link.listener.failed(body ?? Buffer.from('{}'), errorTypeOf(request, 'Function.Unknown'));
  link.move('ResponseSent');
  if (body) accept(reply);
  else sendError(reply, TOO_LARGE);
}

export function errorTypeOf(request: IncomingMessage, unknown: string): string {
  return knownErrorType(request.headers['lambda-runtime-function-error-type'], unknown);
}

/** Types of another form are reported as unknown (AWS's implementation, core/errors). */
export function knownErrorType(type: string | string[] | undefined, unknown: string): string {
  return typeof type === 'string' && /^(Runtime|Function)\.[A-Z][a-zA-Z]+$/.test(type) ? type : unknown;
}
