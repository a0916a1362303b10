import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Extensions } from '../../extensions/extensions.ts';
import { sendJson } from '../api-errors.ts';

/**
 * PUT /telemetry and /logs: there is nothing to subscribe to. Extensions know this answer, 202 with an error inside, from
 * AWS's own local implementation (runtime interface emulator), and go on without.
 */
export function notSupported(
  name: 'Telemetry' | 'Logs',
): (extensions: Extensions, request: IncomingMessage, reply: ServerResponse) => void {
  return (_extensions, request, reply) => {
    request.resume();
    sendJson(reply, 202, { errorMessage: `${name} API is not supported`, errorType: `${name}.NotSupported` });
  };
}
