import { signRequest } from '../../packages/server/src/protocol/sigv4/sign.ts';
import type { LoadTarget } from '../load/load-target.ts';
import { wireBytes, type WireRequest } from '../load/wire-request.ts';

/** The only credentials that s3rver knows; the others take any. */
export const CREDENTIALS = { accessKeyId: 'S3RVER', secretAccessKey: 'S3RVER' };
export const REGION = 'us-east-1';

export const EVENT = '{"hello":"world"}';
export const OBJECT_BYTES = 10 * 1024;
export const BUCKET = 'bench';
/** So many that puts do not all replace the same object, few enough that every get finds one. */
const OBJECTS = 256;

export const LOG_GROUP = '/bench/lines';
export const LOG_STREAMS = 16;
export const LINES_PER_BATCH = 100;
const LINE = `${'the quick brown fox jumps over the lazy dog; '.repeat(3)}bench`;

const JSON_TYPE = { 'content-type': 'application/json' };

export function signed(service: string, request: WireRequest): Uint8Array {
  const headers = signRequest({ ...request, service, region: REGION, credentials: CREDENTIALS, date: new Date() });
  return wireBytes({ ...request, headers });
}

/** `path`: of a plain POST without a signature. */
export function postTarget(endpoint: string, path: string): LoadTarget {
  const request = { method: 'POST', url: new URL(path, endpoint), headers: JSON_TYPE, body: EVENT };
  return { endpoint, requests: () => [wireBytes(request)] };
}

export function invokeTarget(endpoint: string, functionName: string): LoadTarget {
  const url = new URL(`/2015-03-31/functions/${functionName}/invocations`, endpoint);
  const request = { method: 'POST', url, headers: JSON_TYPE, body: EVENT };
  return { endpoint, requests: () => [signed('lambda', request)] };
}

export function putObjectTarget(endpoint: string): LoadTarget {
  const body = Buffer.alloc(OBJECT_BYTES, 'ten kilobytes of an object; ');
  const headers = { 'content-type': 'application/octet-stream' };
  return {
    endpoint,
    requests: () => objectUrls(endpoint).map((url) => signed('s3', { method: 'PUT', url, headers, body })),
  };
}

export function getObjectTarget(endpoint: string): LoadTarget {
  return { endpoint, requests: () => objectUrls(endpoint).map((url) => signed('s3', { method: 'GET', url })) };
}

function objectUrls(endpoint: string): URL[] {
  return Array.from({ length: OBJECTS }, (_, index) => new URL(`/${BUCKET}/objects/${index}`, endpoint));
}

export function putLogEventsTarget(endpoint: string): LoadTarget {
  const headers = { 'content-type': 'application/x-amz-json-1.1', 'x-amz-target': 'Logs_20140328.PutLogEvents' };
  const batch = (stream: number) => {
    const timestamp = Date.now();
    const logEvents = Array.from({ length: LINES_PER_BATCH }, () => ({ timestamp, message: LINE }));
    return JSON.stringify({ logGroupName: LOG_GROUP, logStreamName: `stream-${stream}`, logEvents });
  };
  const request = (stream: number) => ({ method: 'POST', url: new URL('/', endpoint), headers, body: batch(stream) });
  return {
    endpoint,
    requests: () => Array.from({ length: LOG_STREAMS }, (_, stream) => signed('logs', request(stream))),
  };
}
