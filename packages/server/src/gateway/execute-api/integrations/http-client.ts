import { request as requestHttp, type IncomingMessage } from 'node:http';
import { request as requestHttps } from 'node:https';
import { GatewayFault } from '../fault.ts';
import { push, type MultiValues } from '../values.ts';

export interface HttpCall {
  readonly method: string;
  readonly url: URL;
  readonly headers: MultiValues;
  readonly body: Buffer;
}

export interface HttpAnswer {
  readonly status: number;
  readonly headers: MultiValues;
  readonly body: Buffer;
}

/** "Payload size 10 MB". */
const MAX_ANSWER_BYTES = 10 * 1024 ** 2;

/** Calls an HTTP endpoint as it is told: no redirects followed, nothing decompressed. Throws INTEGRATION_FAILURE. */
export function callHttp({ method, url, headers, body }: HttpCall): Promise<HttpAnswer> {
  const send = url.protocol === 'https:' ? requestHttps : requestHttp;
  return new Promise((resolve, reject) => {
    const fail = (cause: unknown): void =>
      reject(new GatewayFault('INTEGRATION_FAILURE', { text: 'Network error communicating with endpoint', cause }));
    const call = send(url, {
      method,
      headers: { ...headers, ...(body.length > 0 ? { 'content-length': body.length } : {}) },
    });
    call.on('error', fail);
    call.on('response', (answer) => void readAnswer(answer).then(resolve, fail));
    call.end(body);
  });
}

async function readAnswer(answer: IncomingMessage): Promise<HttpAnswer> {
  const pieces: Buffer[] = [];
  let size = 0;
  for await (const piece of answer as AsyncIterable<Buffer>) {
    size += piece.length;
    if (size > MAX_ANSWER_BYTES) throw new Error(`the endpoint's answer is larger than ${MAX_ANSWER_BYTES} bytes`);
    pieces.push(piece);
  }
  const headers: MultiValues = {};
  for (let at = 0; at + 1 < answer.rawHeaders.length; at += 2)
    push(headers, answer.rawHeaders[at]!, answer.rawHeaders[at + 1]!);
  return { status: answer.statusCode ?? 500, headers, body: Buffer.concat(pieces) };
}
