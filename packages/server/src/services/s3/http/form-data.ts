import { malformedPost } from '../errors.ts';

/** The fields of a form and its file, whose bytes are still to come. */
export interface FormData {
  /** By lower-case name; the first of each. */
  readonly fields: ReadonlyMap<string, string>;
  /** Null: the form ended without one. */
  readonly file: FormFile | null;
}

export interface FormFile {
  readonly name: string;
  readonly contentType: string | undefined;
  readonly bytes: AsyncIterable<Uint8Array>;
}

/** All fields before the file together (S3 user guide, "POST Object": 20 KB). */
const MAX_FIELD_BYTES = 20 * 1024;
const HEAD_END = Buffer.from('\r\n\r\n');

/** Reads `multipart/form-data` (RFC 7578) up to the field `file`, which must be the last that matters. */
export async function readForm(contentType: string, body: AsyncIterable<Uint8Array>): Promise<FormData> {
  const boundary = /boundary=(?:"([^"]{1,70})"|([^;\s]{1,70}))/i.exec(contentType)?.slice(1).find(Boolean);
  if (!boundary) throw malformedPost('The body of your POST request is not well-formed multipart/form-data.');
  const reader = new PartReader(body, Buffer.from(`\r\n--${boundary}`));
  await reader.skipPreamble();
  const fields = new Map<string, string>();
  for (let total = 0; await reader.nextPart();) {
    const head = (await reader.until(HEAD_END, MAX_FIELD_BYTES)).toString();
    const name = parameter(head, 'name')?.toLowerCase() ?? '';
    if (name === 'file')
      return {
        fields,
        file: {
          name: parameter(head, 'filename') ?? '',
          contentType: header(head, 'content-type'),
          bytes: reader.content(),
        },
      };
    const value = (await reader.field(MAX_FIELD_BYTES)).toString();
    total += name.length + value.length;
    if (total > MAX_FIELD_BYTES)
      throw malformedPost('Your POST request fields preceding the upload file were too large.');
    if (!fields.has(name)) fields.set(name, value);
  }
  return { fields, file: null };
}

function header(head: string, name: string): string | undefined {
  return new RegExp(`^${name}:\\s*(.*)$`, 'im').exec(head)?.[1]?.trim();
}

function parameter(head: string, name: string): string | undefined {
  return (
    new RegExp(`[;\\s]${name}="((?:[^"\\\\]|\\\\.)*)"`, 'i').exec(head)?.[1]?.replaceAll(/\\(["\\])/g, '$1') ??
    new RegExp(`[;\\s]${name}=([^;\\s"]+)`, 'i').exec(head)?.[1]
  );
}

/** Takes a stream apart at a delimiter, holding one piece and a delimiter's length. */
class PartReader {
  readonly #source: AsyncIterator<Uint8Array>;
  readonly #delimiter: Buffer;
  // As if a line end came before the first delimiter, which has none.
  #held: Buffer = Buffer.from('\r\n');

  constructor(source: AsyncIterable<Uint8Array>, delimiter: Buffer) {
    this.#source = source[Symbol.asyncIterator]();
    this.#delimiter = delimiter;
  }

  async skipPreamble(): Promise<void> {
    await this.until(this.#delimiter, MAX_FIELD_BYTES);
  }

  /** After a delimiter: whether a part follows, or the form is over. */
  async nextPart(): Promise<boolean> {
    const end = (await this.until(Buffer.from('\n'), MAX_FIELD_BYTES, true)).toString().trim();
    return end === '';
  }

  /** Everything up to `mark`, which is taken off too. Over at the stream's end only where `mayEnd`. */
  async until(mark: Buffer, limit: number, mayEnd = false): Promise<Buffer> {
    for (;;) {
      const at = this.#held.indexOf(mark);
      if (at >= 0) {
        const found = this.#held.subarray(0, at);
        this.#held = this.#held.subarray(at + mark.length);
        return found;
      }
      if (this.#held.length > limit)
        throw malformedPost('Your POST request fields preceding the upload file were too large.');
      if (!(await this.#more())) {
        if (mayEnd) return this.#held;
        throw malformedPost('The body of your POST request is not well-formed multipart/form-data.');
      }
    }
  }

  field(limit: number): Promise<Buffer> {
    return this.until(this.#delimiter, limit);
  }

  /** The part's bytes as they come. What follows the part is read and left aside. */
  async *content(): AsyncGenerator<Uint8Array> {
    for (;;) {
      const at = this.#held.indexOf(this.#delimiter);
      const sure = at >= 0 ? at : this.#held.length - this.#delimiter.length + 1;
      if (sure > 0) {
        const piece = this.#held.subarray(0, sure);
        this.#held = this.#held.subarray(sure);
        yield piece;
      }
      if (at >= 0) break;
      if (!(await this.#more()))
        throw malformedPost('The body of your POST request is not well-formed multipart/form-data.');
    }
    do this.#held = Buffer.alloc(0);
    while (await this.#more());
  }

  async #more(): Promise<boolean> {
    const next = await this.#source.next();
    if (!next.done)
      this.#held = this.#held.length === 0 ? Buffer.from(next.value) : Buffer.concat([this.#held, next.value]);
    return !next.done;
  }
}
