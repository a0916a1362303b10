import { promisify } from 'node:util';
import { brotliDecompress, gunzip, inflate } from 'node:zlib';
import { header } from '../values.ts';
import type { HttpAnswer } from './http-client.ts';

const DECODERS: Readonly<Record<string, (bytes: Buffer) => Promise<Buffer>>> = {
  gzip: promisify(gunzip),
  'x-gzip': promisify(gunzip),
  deflate: promisify(inflate),
  br: promisify(brotliDecompress),
};

/** The answer's body without its Content-Encoding, a header that proxies do not pass on. */
export async function decodedBody({ headers, body }: HttpAnswer): Promise<Buffer> {
  const decode = DECODERS[header(headers, 'content-encoding')?.toLowerCase() ?? ''];
  return decode && body.length > 0 ? decode(body) : body;
}
