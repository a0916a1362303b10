import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Extensions } from '../../extensions/extensions.ts';
import { sendError, sendJson } from '../api-errors.ts';
import { identify } from './identify.ts';
import { invalidState } from './register.ts';

/** GET /extension/event/next: blocks until there is an event that the extension registered for. */
export function nextEvent(extensions: Extensions, request: IncomingMessage, reply: ServerResponse): void {
  const extension = identify(extensions, request);
  if ('errorType' in extension) return sendError(reply, extension);
  const { name, state } = extension;
  const waits = extension.wait((event) => {
    reply.setHeader('Lambda-Extension-Event-Identifier', randomUUID());
    sendJson(reply, 200, event);
  });
  if (waits) extensions.changed();
  else sendError(reply, invalidState(name, state, 'Ready'));
}
