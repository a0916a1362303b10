import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Sealer } from '../../kernel/sealer.ts';
import type { Blobs } from '../../storage/blobs.ts';

/** What a download URL leads to. */
export interface CodeDownload {
  readonly size: number;
  readonly body: AsyncIterable<Uint8Array>;
}

/** Presigned URLs of AWS's `Code.Location` hold for ten minutes (API reference, FunctionCodeLocation). */
const VALID_MS = 10 * 60 * 1000;

/**
 * URLs to the zips of functions and layers: `/_hearth/code/<claims>.<signature>`, both base64url. Any node with the
 * key file can serve them. Expiry keeps wall time, as all signatures do.
 */
export class CodeDownloads {
  readonly #key: Buffer;
  readonly #blobs: Blobs;
  readonly #endpoint: () => string;

  constructor(sealer: Sealer, blobs: Blobs, endpoint: () => string) {
    this.#key = sealer.derive('lambda-code-downloads');
    this.#blobs = blobs;
    this.#endpoint = endpoint;
  }

  url({ sha256, size }: { readonly sha256: string; readonly size: number }, now = Date.now()): string {
    const claims = Buffer.from(JSON.stringify([sha256, size, now + VALID_MS])).toString('base64url');
    return `${this.#endpoint()}/_hearth/code/${claims}.${this.#sign(claims).toString('base64url')}`;
  }

  /** Null when the token is none of ours, has expired, or its zip is gone. */
  async open(token: string, now = Date.now()): Promise<CodeDownload | null> {
    const [claims = '', signature = ''] = token.split('.');
    const given = Buffer.from(signature, 'base64url');
    const expected = this.#sign(claims);
    if (given.length !== expected.length || !timingSafeEqual(given, expected)) return null;
    const [sha256, size, expiresAt] = JSON.parse(Buffer.from(claims, 'base64url').toString()) as [
      string,
      number,
      number,
    ];
    if (now >= expiresAt || !(await this.#blobs.has(sha256))) return null;
    return { size, body: this.#blobs.open(sha256) };
  }

  #sign(claims: string): Buffer {
    return createHmac('sha256', this.#key).update(claims).digest();
  }
}
