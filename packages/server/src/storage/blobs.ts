/**
 * Bytes by content hash: function code, layers, S3 bodies. A blob is written to a temporary name, made durable and
 * renamed; what refers to it lives in SQL (`keep`/`release` count references), and a sweep at start removes the rest.
 */
export interface Blobs {
  /** Streams `source` to disk. Nothing remains when it fails or is aborted. The blob is kept by the caller's next unit, or swept. */
  put(source: AsyncIterable<Uint8Array> | Uint8Array, options?: PutOptions): Promise<BlobInfo>;
  /** A stream of the bytes; `range` is inclusive. Throws when there is no such blob. */
  open(sha256: string, range?: { readonly start: number; readonly end: number }): AsyncIterable<Uint8Array>;
  read(sha256: string): Promise<Uint8Array>;
  /** The path of the file, for tools that need one (unzipping). Never written to. */
  path(sha256: string): string;
  has(sha256: string): Promise<boolean>;
}

export interface PutOptions {
  /** Rejects with `tooLarge()` as soon as more than `bytes` have come. */
  readonly limit?: { readonly bytes: number; readonly tooLarge: () => Error };
  readonly signal?: AbortSignal;
}

export interface BlobInfo {
  /** Hexadecimal. */
  readonly sha256: string;
  readonly size: number;
}
