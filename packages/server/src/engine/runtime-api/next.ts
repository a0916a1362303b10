import type { IncomingMessage, OutgoingHttpHeaders, ServerResponse } from 'node:http';
import { sendError } from './api-errors.ts';
import type { ApiLink, NextInvocation } from './api-link.ts';

/** GET /runtime/invocation/next: blocks until there is an invocation, however long. */
export function next(link: ApiLink, _request: IncomingMessage, response: ServerResponse): void {
  const refused = link.await((invocation) => response.writeHead(200, headersOf(invocation)).end(invocation.event));
  if (refused) sendError(response, refused);
}

/** What an invocation does not have is left out, not sent empty. */
function headersOf({ header, event }: NextInvocation): OutgoingHttpHeaders {
  const { requestId, deadlineMs, invokedFunctionArn, traceId, clientContext, cognitoIdentity } = header;
  return {
    'Content-Type': 'application/json',
    'Content-Length': event.length,
    'Lambda-Runtime-Aws-Request-Id': requestId,
    'Lambda-Runtime-Deadline-Ms': deadlineMs,
    'Lambda-Runtime-Invoked-Function-Arn': invokedFunctionArn,
    ...(traceId ? { 'Lambda-Runtime-Trace-Id': traceId } : {}),
    ...(clientContext ? { 'Lambda-Runtime-Client-Context': headerValue(clientContext) } : {}),
    ...(cognitoIdentity ? { 'Lambda-Runtime-Cognito-Identity': JSON.stringify(cognitoIdentity) } : {}),
  };
}

/** Header values are Latin-1 on the wire: UTF-8 travels as its bytes, without line breaks (JSON allows blanks instead). */
function headerValue(text: string): string {
  return Buffer.from(text.replaceAll(/[\r\n]+/g, ' ')).toString('latin1');
}
