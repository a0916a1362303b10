import { createHash, randomUUID } from 'node:crypto';
import { closeSync, openSync, rmSync, writeSync } from 'node:fs';
import { type FileHandle, open, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { BlobInfo, PutOptions } from './blobs.ts';
import type { Durability } from './sqlite/connection.ts';

/** Bytes on disk under a temporary name. Whoever gets it renames or removes it. */
export interface WrittenBlob extends BlobInfo {
  readonly temporary: string;
}

/** Up to here a blocking write (40 us for 10 KB) costs less than four trips through the thread pool. */
const SMALL_BYTES = 128 * 1024;

/** Writes `source` into `incoming` while hashing it. Removes what it wrote when the source, the limit or the signal ends it. */
export async function writeBlob(
  incoming: string,
  source: AsyncIterable<Uint8Array> | Uint8Array,
  durability: Durability,
  { limit, signal }: PutOptions = {},
): Promise<WrittenBlob> {
  signal?.throwIfAborted();
  const temporary = join(incoming, randomUUID());
  if (source instanceof Uint8Array && limit && source.byteLength > limit.bytes) throw limit.tooLarge();
  if (source instanceof Uint8Array && source.byteLength <= SMALL_BYTES && durability === 'process')
    return writeSmall(temporary, source);
  const chunks = source instanceof Uint8Array ? [source] : abortable(source, signal);
  const file = await open(temporary, 'wx', 0o600);
  try {
    const info = await copy(chunks, file, limit);
    if (durability === 'power') await file.datasync();
    await file.close();
    return { ...info, temporary };
  } catch (error) {
    await file.close();
    await rm(temporary, { force: true });
    throw error;
  }
}

function writeSmall(temporary: string, bytes: Uint8Array): WrittenBlob {
  const descriptor = openSync(temporary, 'wx', 0o600);
  try {
    for (let written = 0; written < bytes.byteLength;) written += writeSync(descriptor, bytes, written);
  } catch (error) {
    // A full disk: what it took of the bytes would stay until the next start.
    rmSync(temporary, { force: true });
    throw error;
  } finally {
    closeSync(descriptor);
  }
  return { sha256: createHash('sha256').update(bytes).digest('hex'), size: bytes.byteLength, temporary };
}

async function copy(
  chunks: AsyncIterable<Uint8Array> | Uint8Array[],
  file: FileHandle,
  limit: PutOptions['limit'],
): Promise<BlobInfo> {
  const hash = createHash('sha256');
  let size = 0;
  for await (const chunk of chunks) {
    size += chunk.byteLength;
    if (limit && size > limit.bytes) throw limit.tooLarge();
    hash.update(chunk);
    await writeAll(file, chunk);
  }
  return { sha256: hash.digest('hex'), size };
}

async function writeAll(file: FileHandle, chunk: Uint8Array): Promise<void> {
  for (let written = 0; written < chunk.byteLength;) {
    const { bytesWritten } = await file.write(chunk, written);
    written += bytesWritten;
  }
}

/**
 * The chunks of `source` until `signal` aborts: then it throws the reason at once, even while the source keeps it waiting.
 * Each wait has a promise of its own: racing against one that lives as long as the upload would keep every chunk in memory.
 */
async function* abortable(
  source: AsyncIterable<Uint8Array>,
  signal: AbortSignal | undefined,
): AsyncGenerator<Uint8Array> {
  if (!signal) return yield* source;
  const iterator = source[Symbol.asyncIterator]();
  let giveUp: (reason: unknown) => void = () => undefined;
  const abort = () => giveUp(signal.reason);
  signal.addEventListener('abort', abort, { once: true });
  let ended = false;
  try {
    for (;;) {
      signal.throwIfAborted();
      const next = await new Promise<IteratorResult<Uint8Array>>((resolve, reject) => {
        giveUp = reject;
        iterator.next().then(resolve, reject);
      });
      ended = next.done === true;
      if (next.done) return;
      yield next.value;
    }
  } finally {
    signal.removeEventListener('abort', abort);
    // Not awaited: a generator that hangs in `next` would never answer.
    if (!ended) void Promise.resolve(iterator.return?.()).catch(() => undefined);
  }
}
