import type { IncomingMessage, ServerResponse } from 'node:http';
import { MAX_RESPONSE_BYTES } from '../rules/function-errors.ts';
import { accept, sendError } from './api-errors.ts';
import type { ApiLink } from './api-link.ts';
import { readBody } from './body.ts';
import { errorTypeOf } from './error.ts';

/** POST /runtime/init/error: the runtime could not start and is about to exit. */
export async function initError(link: ApiLink, request: IncomingMessage, reply: ServerResponse): Promise<void> {
  const refused = link.move('InitError');
  if (refused) return sendError(reply, refused);
  const body = await readBody(request, MAX_RESPONSE_BYTES);
  link.listener.initFailed(body ?? Buffer.from('{}'), errorTypeOf(request, 'Runtime.Unknown'));
  accept(reply);
}
