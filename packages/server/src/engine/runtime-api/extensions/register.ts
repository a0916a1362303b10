import type { IncomingMessage, ServerResponse } from 'node:http';
import type { FunctionSpec } from '../../engine.ts';
import type { Extension, ExtensionEvent } from '../../extensions/extension.ts';
import { type Extensions, MAX_EXTENSIONS } from '../../extensions/extensions.ts';
import { type ApiError, forbidden, sendError, sendJson } from '../api-errors.ts';
import { readBody } from '../body.ts';

const MAX_BODY_BYTES = 65_536;

/** POST /extension/register: one of the executables that were started, or (another name) a part of the runtime. */
export async function register(
  extensions: Extensions,
  request: IncomingMessage,
  reply: ServerResponse,
  spec: FunctionSpec,
): Promise<void> {
  const name = request.headers['lambda-extension-name'];
  const events = eventsIn(await readBody(request, MAX_BODY_BYTES));
  if (typeof name !== 'string' || name === '') {
    return sendError(reply, forbidden('Extension.InvalidExtensionName', 'Empty extension name'));
  }
  if (!events) return sendError(reply, forbidden('InvalidRequestFormat', 'The body is no JSON with a list of events'));
  const registered = registerAs(extensions, name, events);
  if ('errorType' in registered) return sendError(reply, registered);
  const features = String(request.headers['lambda-extension-accept-feature'] ?? '').split(/\s*,\s*/);
  const { functionName, version, handler, account } = spec;
  reply.setHeader('Lambda-Extension-Identifier', registered.id);
  sendJson(reply, 200, {
    functionName,
    functionVersion: version,
    handler,
    ...(features.includes('accountId') ? { accountId: account } : {}),
  });
  extensions.changed();
}

function registerAs(extensions: Extensions, name: string, events: readonly string[]): Extension | ApiError {
  const known = extensions.named(name);
  const allowed: readonly string[] = known?.external === false || !known ? ['INVOKE'] : ['INVOKE', 'SHUTDOWN'];
  const unknown = events.find((event) => !allowed.includes(event));
  if (unknown !== undefined) return forbidden('Extension.InvalidEventType', `${unknown}: Invalid event type`);
  if (known?.external === false)
    return forbidden('Extension.InvalidExtensionState', 'Extension with this name already registered');
  if (!known && !extensions.open)
    return forbidden('Extension.RegistrationClosed', 'Extension registration closed already');
  if (!known && extensions.all.length >= MAX_EXTENSIONS)
    return forbidden('Extension.TooManyExtensions', `Extension limit (${MAX_EXTENSIONS}) reached`);
  const extension = known ?? extensions.addInternal(name);
  const { state } = extension;
  if (!extension.move('Registered')) return invalidState(name, state, 'Registered');
  extension.events = events as readonly ExtensionEvent[];
  return extension;
}

export function invalidState(name: string, from: string, to: string): ApiError {
  const text = `State transition from ${from} to ${to} failed for extension ${name}. Error: State transition is not allowed`;
  return forbidden('Extension.InvalidExtensionState', text);
}

function eventsIn(body: Buffer | null): readonly string[] | null {
  try {
    const { events = [] } = JSON.parse(String(body)) as { events?: unknown };
    return Array.isArray(events) && events.every((event) => typeof event === 'string') ? events : null;
  } catch {
    return null;
  }
}
