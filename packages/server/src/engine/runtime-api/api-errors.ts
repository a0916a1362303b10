import type { ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { MAX_RESPONSE_BYTES } from '../rules/function-errors.ts';

/** What the Runtime API refuses, with the texts of AWS's own implementation (runtime interface emulator, rapi/rendering). */
export interface ApiError {
  readonly status: number;
  readonly errorType: string;
  readonly errorMessage: string;
}

export const INVALID_REQUEST_ID: ApiError = {
  status: 400,
  errorType: 'InvalidRequestID',
  errorMessage: 'Invalid request ID',
};

export const TOO_LARGE: ApiError = {
  status: 413,
  errorType: 'RequestEntityTooLarge',
  errorMessage: `Exceeded maximum allowed payload size (${MAX_RESPONSE_BYTES} bytes).`,
};

export const TRUNCATED: ApiError = {
  status: 400,
  errorType: 'TruncatedHTTPRequest',
  errorMessage: 'HTTP request detected as truncated',
};

export const INVALID_RESPONSE_MODE: ApiError = {
  status: 400,
  errorType: 'Runtime.InvalidResponseModeHeader',
  errorMessage: 'Invalid response mode header',
};

export function invalidTransition(from: string, to: string): ApiError {
  const errorMessage = `State transition from ${from} to ${to} failed for runtime. Error: State transition is not allowed`;
  return { status: 403, errorType: 'InvalidStateTransition', errorMessage };
}

export function sendError(response: ServerResponse, { status, errorType, errorMessage }: ApiError): void {
  sendJson(response, status, { errorMessage, errorType });
}

/** Answers what is no whole HTTP request, where the connection is still open for that. */
export function refuseBroken(error: NodeJS.ErrnoException, socket: Duplex): void {
  const { status, errorType, errorMessage } = TRUNCATED;
  const text = JSON.stringify({ errorMessage, errorType });
  // The sender has said its last in the middle of a body; anything else is no HTTP.
  const body = error.code === 'HPE_INVALID_EOF_STATE' ? text : '';
  const head = `HTTP/1.1 ${status} Bad Request\r\nConnection: close\r\nContent-Type: application/json\r\n`;
  if (socket.writable) socket.end(`${head}Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`);
  else socket.destroy();
}

export function accept(response: ServerResponse): void {
  sendJson(response, 202, { status: 'OK' });
}

/** A refusal of the Extensions API. */
export function forbidden(errorType: string, errorMessage: string): ApiError {
  return { status: 403, errorType, errorMessage };
}

export function sendJson(response: ServerResponse, status: number, document: object): void {
  const body = JSON.stringify(document);
  response
    .writeHead(status, { 'Content-Type': 'application/json', 'Content-Length': Buffer.byteLength(body) })
    .end(body);
}
