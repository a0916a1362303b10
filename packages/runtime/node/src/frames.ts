/** Frame types of packages/runtime/PROTOCOL.md. */
export const FrameType = {
  init: 0x01,
  invoke: 0x02,
  load: 0x03,
  ready: 0x11,
  initDone: 0x12,
  initError: 0x13,
  log: 0x14,
  response: 0x15,
  error: 0x16,
  streamStart: 0x17,
  streamChunk: 0x18,
  streamEnd: 0x19,
  leaving: 0x1a,
} as const;

export interface InitMessage {
  /** With `env`: absent when the process was started with the function's environment, `_HANDLER` in it. */
  readonly handler?: string;
  readonly taskRoot: string;
  readonly layerRoot: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly logFormat: 'Text' | 'JSON';
  readonly logLevel?: string;
  readonly compileCache?: string;
  readonly awsPort?: number;
}

export interface InvokeHeader {
  readonly requestId: string;
  /** Epoch milliseconds. */
  readonly deadlineMs: number;
  readonly invokedFunctionArn: string;
  readonly traceId?: string;
  /** JSON text, as the caller sent it. */
  readonly clientContext?: string;
  /** JSON text, or the object itself. */
  readonly cognitoIdentity?: string | object;
  readonly tenantId?: string;
  readonly streaming?: boolean;
}

/** Cuts a byte stream into frames; `bytes` given to `onFrame` is valid only during the call. */
export class FrameReader {
  readonly #onFrame: (type: number, bytes: Buffer) => void;
  #rest: Buffer | null = null;
  #missing: Buffer[] = [];
  #missingBytes = 0;

  constructor(onFrame: (type: number, bytes: Buffer) => void) {
    this.#onFrame = onFrame;
  }

  push(chunk: Buffer): void {
    if (this.#missingBytes > 0) {
      this.#missing.push(Buffer.from(chunk));
      this.#missingBytes -= chunk.length;
      if (this.#missingBytes > 0) return;
      chunk = Buffer.concat(this.#missing);
      this.#missing = [];
      this.#missingBytes = 0;
    } else if (this.#rest) {
      chunk = Buffer.concat([this.#rest, chunk]);
      this.#rest = null;
    }
    this.#cut(chunk);
  }

  #cut(bytes: Buffer): void {
    let offset = 0;
    while (bytes.length - offset >= 5) {
      const length = bytes.readUInt32BE(offset);
      const end = offset + 4 + length;
      if (end > bytes.length) {
        this.#missing = [Buffer.from(bytes.subarray(offset))];
        this.#missingBytes = end - bytes.length;
        return;
      }
      this.#onFrame(bytes[offset + 4]!, bytes.subarray(offset + 5, end));
      offset = end;
    }
    if (offset < bytes.length) this.#rest = Buffer.from(bytes.subarray(offset));
  }
}

/** `u16be` length and UTF-8 bytes. */
export function lengthPrefixed(text: string): Buffer {
  const bytes = Buffer.from(text);
  const prefixed = Buffer.allocUnsafe(2 + bytes.length);
  prefixed.writeUInt16BE(bytes.length, 0);
  bytes.copy(prefixed, 2);
  return prefixed;
}
