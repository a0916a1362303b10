import type { WireRequest, WireResponse } from '../protocol/wire.ts';
import { jsonResponse } from './json-response.ts';

/** A zip on its way out. */
export interface Download {
  readonly size: number;
  readonly body: AsyncIterable<Uint8Array>;
}

const PREFIX = '/_hearth/code/';

/** The token of `/_hearth/code/<token>`, the `Code.Location` of GetFunction; null for any other path. */
export function downloadToken(path: string): string | null {
  return path.startsWith(PREFIX) ? path.slice(PREFIX.length) : null;
}

/** Answers as S3 answers a presigned URL; whoever has the URL may fetch it until it expires. */
export async function answerDownload(
  { method }: WireRequest,
  token: string,
  open: (token: string) => Promise<Download | null>,
): Promise<WireResponse> {
  if (method !== 'GET' && method !== 'HEAD')
    return jsonResponse(405, { message: 'Code is fetched with GET.' }, { allow: 'GET, HEAD' });
  const download = await open(token);
  if (!download) return jsonResponse(403, { message: 'Request has expired' });
  const headers = { 'content-type': 'application/zip', 'content-length': String(download.size) };
  return { status: 200, headers, body: method === 'HEAD' ? null : download.body };
}
