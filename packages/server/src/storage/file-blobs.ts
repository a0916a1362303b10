import { createReadStream, existsSync, mkdirSync, renameSync, statSync } from 'node:fs';
import { mkdir, open, readdir, readFile, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Logger } from '../kernel/logger.ts';
import { BlobProtection } from './blob-protection.ts';
import {
  BLOB_KEPT,
  BLOB_RELEASED,
  type BlobReferenceTables,
  forgetUnreferenced,
  migrateBlobReferences,
} from './blob-references.ts';
import { writeBlob, type WrittenBlob } from './blob-writer.ts';
import type { BlobInfo, Blobs, PutOptions } from './blobs.ts';
import type { Durability } from './sqlite/connection.ts';
import type { Storage } from './storage.ts';

export interface FileBlobsOptions {
  /** `<data directory>/blobs`; created when missing. No other process may use it. */
  readonly directory: string;
  readonly storage: Storage;
  readonly durability: Durability;
  readonly logger: Logger;
}

export interface FileBlobs extends Blobs {
  /** Resolves when the sweep that began at opening, and every removal asked for so far, has ended. */
  settled(): Promise<void>;
  /** To be called before the storage is closed. */
  close(): Promise<void>;
}

const SHA256 = /^[0-9a-f]{64}$/;

/** Opens the blobs and begins to sweep what nothing refers to; puts and reads need not wait for it. */
export async function openFileBlobs(options: FileBlobsOptions): Promise<FileBlobs> {
  const incoming = join(options.directory, 'incoming');
  await rm(incoming, { recursive: true, force: true });
  await mkdir(incoming, { recursive: true, mode: 0o700 });
  await migrateBlobReferences(options.storage);
  return new BlobDirectory(options, incoming);
}

class BlobDirectory implements FileBlobs {
  readonly #options: FileBlobsOptions;
  readonly #incoming: string;
  readonly #protection = new BlobProtection();
  readonly #stopListening: (() => void)[];
  #removals: Promise<void> = Promise.resolve();
  #closing = false;

  constructor(options: FileBlobsOptions, incoming: string) {
    this.#options = options;
    this.#incoming = incoming;
    this.#stopListening = [
      options.storage.on(BLOB_KEPT, (sha256) => this.#protection.unprotect(sha256)),
      options.storage.on(BLOB_RELEASED, (sha256) => this.#removeSoon([sha256])),
    ];
    this.#enqueue(() => this.#sweep());
  }

  async put(source: AsyncIterable<Uint8Array> | Uint8Array, putOptions?: PutOptions): Promise<BlobInfo> {
    const written = await writeBlob(this.#incoming, source, this.#options.durability, putOptions);
    await this.#protection.protect(written.sha256);
    await this.#moveIntoPlace(written);
    const lapsed = this.#protection.lapse();
    if (lapsed.length > 0) this.#removeSoon(lapsed);
    return { sha256: written.sha256, size: written.size };
  }

  /** Opens the file with the first read: a stream that nobody reads holds nothing. */
  async *open(sha256: string, range?: { readonly start: number; readonly end: number }): AsyncGenerator<Uint8Array> {
    yield* createReadStream(this.path(sha256), range);
  }

  read(sha256: string): Promise<Uint8Array> {
    return readFile(this.path(sha256));
  }

  path(sha256: string): string {
    if (!SHA256.test(sha256)) throw new Error(`not the SHA-256 of a blob: ${sha256}`);
    return join(this.#options.directory, sha256.slice(0, 2), sha256.slice(2));
  }

  async has(sha256: string): Promise<boolean> {
    return existsSync(this.path(sha256));
  }

  async settled(): Promise<void> {
    for (let removals: Promise<void> | null = null; removals !== this.#removals;) {
      removals = this.#removals;
      await removals;
    }
  }

  async close(): Promise<void> {
    this.#closing = true;
    for (const stop of this.#stopListening) stop();
    await this.settled();
  }

  async #moveIntoPlace({ sha256, size, temporary }: WrittenBlob): Promise<void> {
    const final = this.path(sha256);
    try {
      // A file of another size is the remains of a power cut: replaced.
      const isThere = statSync(final, { throwIfNoEntry: false })?.size === size;
      if (isThere) return await rm(temporary);
      renameInto(temporary, final);
      if (this.#options.durability === 'power') await syncDirectory(dirname(final));
    } catch (error) {
      this.#protection.unprotect(sha256);
      await rm(temporary, { force: true });
      throw error;
    }
  }

  #removeSoon(hashes: readonly string[]): void {
    this.#enqueue(async () => {
      for (const sha256 of hashes) await this.#removeUnreferenced(sha256);
    });
  }

  #enqueue(task: () => Promise<void>): void {
    this.#removals = this.#after(this.#removals, task);
  }

  async #after(earlier: Promise<void>, task: () => Promise<void>): Promise<void> {
    await earlier;
    if (this.#closing) return;
    try {
      await task();
    } catch (cause) {
      this.#options.logger.error('unreferenced blobs could not be removed; the next start tries again', { cause });
    }
  }

  /** Checked after the removal is announced: a put of the same bytes waits, a keep committed before is seen. */
  #removeUnreferenced(sha256: string): Promise<void> {
    return this.#protection.removing(sha256, async () => {
      const unreferenced = await this.#options.storage.write<BlobReferenceTables, boolean>((tx) =>
        forgetUnreferenced(tx, sha256),
      );
      if (unreferenced) await rm(this.path(sha256), { force: true });
    });
  }

  async #sweep(): Promise<void> {
    const prefixes = (await readdir(this.#options.directory)).filter((name) => /^[0-9a-f]{2}$/.test(name));
    for (const prefix of prefixes) {
      const unreferenced = await this.#unreferencedOf(prefix);
      for (const sha256 of unreferenced) if (!this.#closing) await this.#removeUnreferenced(sha256);
    }
  }

  async #unreferencedOf(prefix: string): Promise<string[]> {
    const names = await readdir(join(this.#options.directory, prefix));
    const rows = await this.#options.storage.read<BlobReferenceTables, { sha256: string }[]>((db) =>
      // 'g' comes after the last hexadecimal digit.
      db
        .selectFrom('blob_references')
        .select('sha256')
        .where('count', '>', 0)
        .where('sha256', '>=', prefix)
        .where('sha256', '<', `${prefix}g`)
        .execute(),
    );
    const referred = new Set(rows.map(({ sha256 }) => sha256));
    return names.map((name) => prefix + name).filter((sha256) => SHA256.test(sha256) && !referred.has(sha256));
  }
}

function renameInto(temporary: string, final: string): void {
  try {
    renameSync(temporary, final);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    mkdirSync(dirname(final), { recursive: true, mode: 0o700 });
    renameSync(temporary, final);
  }
}

/** Makes the new name itself survive a power cut: fsync(2), notes on directories. */
async function syncDirectory(directory: string): Promise<void> {
  for (const path of [directory, dirname(directory)]) {
    const handle = await open(path, 'r');
    try {
      await handle.sync();
    } finally {
      await handle.close();
    }
  }
}
