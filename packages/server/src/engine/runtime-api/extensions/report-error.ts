import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Extensions } from '../../extensions/extensions.ts';
import { accept, forbidden, sendError } from '../api-errors.ts';
import { identify } from './identify.ts';
import { invalidState } from './register.ts';

/** POST /extension/init/error and /extension/exit/error: the extension is about to end because of an error. */
export function reportError(
  kind: 'InitError' | 'ExitError',
): (extensions: Extensions, request: IncomingMessage, reply: ServerResponse) => void {
  return (extensions, request, reply) => {
    request.resume();
    const extension = identify(extensions, request);
    if ('errorType' in extension) return sendError(reply, extension);
    const errorType = request.headers['lambda-extension-function-error-type'];
    if (typeof errorType !== 'string' || errorType === '') {
      const text = 'Missing Lambda-Extension-Function-Error-Type header';
      return sendError(reply, forbidden('Extension.MissingHeader', text));
    }
    const { name, state } = extension;
    if (!extension.move(kind)) return sendError(reply, invalidState(name, state, kind));
    accept(reply);
    extensions.reported(extension, kind, errorType);
  };
}
