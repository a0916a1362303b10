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
  /** Its answer begins with it. */
  readonly number: number;
  readonly requestId: string;
  /** Epoch milliseconds. */
  readonly deadlineMs: number;
  readonly invokedFunctionArn: string;
  readonly traceId?: string | undefined;
  /** JSON text, as the caller sent it. */
  readonly clientContext?: string | undefined;
  readonly cognitoIdentity?: object | undefined;
  readonly tenantId?: string | undefined;
}

type InvokeDetails = Omit<InvokeHeader, 'number' | 'requestId' | 'deadlineMs'>;

/** Reads INVOKE payloads. An ARN stands until another one is told. */
export class InvokeReader {
  #arnAlone: InvokeDetails = { invokedFunctionArn: '' };

  read(bytes: Buffer, start: number, end: number): { readonly header: InvokeHeader; readonly event: string } {
    const idAt = start + 13;
    const detailsAt = idAt + bytes[start + 12]!;
    const eventAt = detailsAt + 4 + bytes.readUInt32BE(detailsAt);
    const details = this.#details(bytes, detailsAt + 4, eventAt);
    const header: InvokeHeader = {
      number: bytes.readUInt32BE(start),
      requestId: bytes.toString('latin1', idAt, detailsAt),
      deadlineMs: bytes.readDoubleBE(start + 4),
      invokedFunctionArn: details.invokedFunctionArn,
      traceId: details.traceId,
      clientContext: details.clientContext,
      cognitoIdentity: details.cognitoIdentity,
      tenantId: details.tenantId,
    };
    return { header, event: bytes.toString('utf8', eventAt, end) };
  }

  #details(bytes: Buffer, start: number, end: number): InvokeDetails {
    if (start === end) return this.#arnAlone;
    const details = JSON.parse(bytes.toString('utf8', start, end)) as InvokeDetails;
    this.#arnAlone = { invokedFunctionArn: details.invokedFunctionArn };
    return details;
  }
}

/**
 * The payload is `bytes` from `start` to `end`, valid only during the call. No view on it: each one that is made on the
 * way of an invocation costs 0.3 us.
 */
export type OnFrame = (type: number, bytes: Buffer, start: number, end: number) => void;

/** Cuts a byte stream into frames. */
export class FrameReader {
  readonly #onFrame: OnFrame;
  #rest: Buffer | null = null;
  #missing: Buffer[] = [];
  #missingBytes = 0;

  constructor(onFrame: OnFrame) {
    this.#onFrame = onFrame;
  }

  /** The first `length` bytes of `buffer` have arrived. */
  push(buffer: Buffer, length: number): void {
    if (this.#missingBytes === 0 && !this.#rest) this.#cut(buffer, length);
    else this.#append(buffer.subarray(0, length));
  }

  #append(chunk: Buffer): void {
    let whole: Buffer;
    if (this.#missingBytes > 0) {
      this.#missing.push(Buffer.from(chunk));
      this.#missingBytes -= chunk.length;
      if (this.#missingBytes > 0) return;
      whole = Buffer.concat(this.#missing);
      this.#missing = [];
      this.#missingBytes = 0;
    } else {
      whole = Buffer.concat([this.#rest!, chunk]);
      this.#rest = null;
    }
    this.#cut(whole, whole.length);
  }

  #cut(bytes: Buffer, length: number): void {
    let offset = 0;
    while (length - offset >= 5) {
      const end = offset + 4 + bytes.readUInt32BE(offset);
      if (end > length) {
        this.#missing = [Buffer.from(bytes.subarray(offset, length))];
        this.#missingBytes = end - length;
        return;
      }
      this.#onFrame(bytes[offset + 4]!, bytes, offset + 5, end);
      offset = end;
    }
    if (offset < length) this.#rest = Buffer.from(bytes.subarray(offset, length));
  }
}

/** `u32be` number of an invocation: before what belongs to its answer. */
export function numberOf(header: InvokeHeader): Buffer {
  const head = Buffer.allocUnsafe(4);
  head.writeUInt32BE(header.number, 0);
  return head;
}

/** The number, then `u16be` length and UTF-8 bytes of `text`: a content type or an error type. */
export function answerHead(header: InvokeHeader, text: string): Buffer {
  const bytes = Buffer.from(text);
  const head = Buffer.allocUnsafe(6 + bytes.length);
  head.writeUInt32BE(header.number, 0);
  head.writeUInt16BE(bytes.length, 4);
  bytes.copy(head, 6);
  return head;
}
