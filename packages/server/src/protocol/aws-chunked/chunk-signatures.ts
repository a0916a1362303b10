import { createHash, hash, type Hash } from 'node:crypto';
import { EMPTY_SHA256 } from '../sigv4/canonical-request.ts';
import { signatureError } from '../sigv4/errors.ts';
import { signatureOf } from '../sigv4/signing-key.ts';
import { scopeText } from '../sigv4/string-to-sign.ts';
import { equalTexts, type Proof } from '../sigv4/verify.ts';

/**
 * Each chunk's signature covers the one before, from the header's on (S3 API reference, "Signature calculations for the
 * Authorization header: transferring payload in multiple chunks").
 */
export class ChunkSignatures {
  readonly #proof: Proof;
  #previous: string;
  #chunk: Hash = createHash('sha256');

  constructor(proof: Proof) {
    this.#proof = proof;
    this.#previous = proof.signature;
  }

  update(bytes: Uint8Array): void {
    this.#chunk.update(bytes);
  }

  /** Throws SignatureDoesNotMatch unless `signature` is that of the chunk that was updated since the last call. */
  endChunk(signature: string | undefined): void {
    this.#check(
      signature,
      `AWS4-HMAC-SHA256-PAYLOAD\n${this.#context()}\n${EMPTY_SHA256}\n${this.#chunk.digest('hex')}`,
    );
    this.#chunk = createHash('sha256');
  }

  endTrailers(trailers: ReadonlyMap<string, string>, signature: string | undefined): void {
    const canonical = [...trailers].map(([name, value]) => `${name}:${value}\n`).join('');
    this.#check(signature, `AWS4-HMAC-SHA256-TRAILER\n${this.#context()}\n${hash('sha256', canonical)}`);
  }

  #context(): string {
    return `${this.#proof.timestamp}\n${scopeText(this.#proof.scope)}\n${this.#previous}`;
  }

  #check(signature: string | undefined, stringToSign: string): void {
    const expected = signatureOf(this.#proof.signingKey, stringToSign);
    if (!equalTexts(expected, signature ?? '')) throw signatureError('mismatch', 's3');
    this.#previous = expected;
  }
}
