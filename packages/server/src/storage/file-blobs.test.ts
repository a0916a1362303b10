import assert from 'node:assert/strict';
import { createHash, randomBytes } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, test } from 'node:test';
import type { Transaction } from 'kysely';
import { silentLogger } from '../kernel/logger.ts';
import { keep, keepAgain, release } from './blob-references.ts';
import { type FileBlobs, openFileBlobs } from './file-blobs.ts';
import { openSqliteStorage } from './sqlite/open-sqlite-storage.ts';
import type { Storage } from './storage.ts';

const root = mkdtempSync(join(tmpdir(), 'hearth-test-'));
after(() => rmSync(root, { recursive: true }));

interface House {
  readonly directory: string;
  readonly storage: Storage;
  readonly blobs: FileBlobs;
  readonly close: () => Promise<void>;
}

async function openHouse(
  base = mkdtempSync(join(root, 'house-')),
  durability: 'process' | 'power' = 'process',
): Promise<House> {
  const logger = silentLogger;
  const storage = openSqliteStorage({ file: join(base, 'state.db'), durability, logger });
  const blobs = await openFileBlobs({ directory: join(base, 'blobs'), storage, durability, logger });
  const close = async () => {
    await blobs.close();
    await storage.close();
  };
  return { directory: base, storage, blobs, close };
}

const unit = (storage: Storage, work: (tx: Transaction<unknown>) => Promise<void>) =>
  storage.write<unknown, void>(work);
const incoming = (house: House) => readdirSync(join(house.directory, 'blobs', 'incoming'));

async function* chunksOf(count: number, bytes: number): AsyncGenerator<Uint8Array> {
  for (let index = 0; index < count; index++) yield new Uint8Array(bytes).fill(index);
}

async function collect(stream: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  for await (const part of stream) parts.push(part);
  return Buffer.concat(parts);
}

describe('blobs in files', () => {
  for (const durability of ['process', 'power'] as const) {
    test(`bytes and streams come back by their hash (durability ${durability})`, async () => {
      const house = await openHouse(undefined, durability);
      const bytes = randomBytes(1000);
      const small = await house.blobs.put(bytes);
      assert.deepEqual(small, { sha256: createHash('sha256').update(bytes).digest('hex'), size: 1000 });
      const streamed = await house.blobs.put(chunksOf(20, 50_000));
      assert.equal(streamed.size, 1_000_000);
      assert.ok(bytes.equals(await house.blobs.read(small.sha256)));
      assert.deepEqual(
        await collect(house.blobs.open(streamed.sha256, { start: 49_999, end: 50_000 })),
        Buffer.from([0, 1]),
      );
      assert.equal(await house.blobs.has(small.sha256), true);
      assert.equal(await house.blobs.has('0'.repeat(64)), false);
      assert.deepEqual(incoming(house), []);
      await house.close();
    });
  }

  test('the empty blob is a blob', async () => {
    const house = await openHouse();
    const { sha256, size } = await house.blobs.put(chunksOf(0, 0));
    assert.equal(size, 0);
    assert.equal((await house.blobs.read(sha256)).byteLength, 0);
    await house.close();
  });

  test('a blob that does not exist cannot be opened, and a path cannot be smuggled in as a hash', async () => {
    const house = await openHouse();
    house.blobs.open('0'.repeat(64));
    await assert.rejects(collect(house.blobs.open('0'.repeat(64))), { code: 'ENOENT' });
    await assert.rejects(house.blobs.read('0'.repeat(64)), { code: 'ENOENT' });
    assert.throws(() => house.blobs.path('../../etc/passwd'), /not the SHA-256/);
    await house.close();
  });

  test('a source that grows beyond the limit is refused while it streams, and nothing remains', async () => {
    const house = await openHouse();
    const limit = { bytes: 100, tooLarge: () => new Error('too large') };
    let asked = 0;
    async function* endless() {
      for (;;) {
        asked += 1;
        yield new Uint8Array(60);
      }
    }
    await assert.rejects(house.blobs.put(endless(), { limit }), /too large/);
    assert.equal(asked, 2);
    await assert.rejects(house.blobs.put(new Uint8Array(101), { limit }), /too large/);
    assert.equal((await house.blobs.put(new Uint8Array(100), { limit })).size, 100);
    assert.deepEqual(incoming(house), []);
    await house.close();
  });

  test('a failing or aborted source leaves nothing', async () => {
    const house = await openHouse();
    async function* failing() {
      yield new Uint8Array(10);
      throw new Error('the client went away');
    }
    await assert.rejects(house.blobs.put(failing()), /the client went away/);
    const controller = new AbortController();
    async function* hanging() {
      yield new Uint8Array(10);
      queueMicrotask(() => controller.abort(new Error('stop')));
      await new Promise(() => {});
    }
    await assert.rejects(house.blobs.put(hanging(), { signal: controller.signal }), /stop/);
    assert.deepEqual(incoming(house), []);
    assert.deepEqual(readdirSync(join(house.directory, 'blobs')), ['incoming']);
    await house.close();
  });

  test('a blob goes with its last reference, after the commit', async () => {
    const house = await openHouse();
    const { sha256 } = await house.blobs.put(randomBytes(10));
    await unit(house.storage, (tx) => keep(tx, sha256));
    await unit(house.storage, (tx) => keepAgain(tx, sha256));
    await unit(house.storage, (tx) => release(tx, sha256));
    await house.blobs.settled();
    assert.equal(await house.blobs.has(sha256), true);
    const rolledBack = unit(house.storage, async (tx) => {
      await release(tx, sha256);
      throw new Error('on purpose');
    });
    await assert.rejects(rolledBack);
    await house.blobs.settled();
    assert.equal(await house.blobs.has(sha256), true);
    await unit(house.storage, (tx) => release(tx, sha256));
    await house.blobs.settled();
    assert.equal(await house.blobs.has(sha256), false);
    await assert.rejects(
      unit(house.storage, (tx) => release(tx, sha256)),
      /released more often than kept/,
    );
    await assert.rejects(
      unit(house.storage, (tx) => keepAgain(tx, sha256)),
      /nothing refers to blob/,
    );
    await house.close();
  });

  test('a blob that was put again is not lost when the old reference is released before the new one is kept', async () => {
    const house = await openHouse();
    const bytes = randomBytes(10);
    const { sha256 } = await house.blobs.put(bytes);
    await unit(house.storage, (tx) => keep(tx, sha256));
    await house.blobs.put(bytes);
    await unit(house.storage, (tx) => release(tx, sha256));
    await house.blobs.settled();
    await unit(house.storage, (tx) => keep(tx, sha256));
    assert.ok(bytes.equals(await house.blobs.read(sha256)));
    await house.close();
  });

  test('many clients that put, keep and release the same bytes never find a kept blob missing', async () => {
    const house = await openHouse();
    const bytes = randomBytes(10);
    const cycle = async () => {
      for (let round = 0; round < 40; round++) {
        const { sha256 } = await house.blobs.put(bytes);
        await unit(house.storage, (tx) => keep(tx, sha256));
        assert.ok(bytes.equals(await house.blobs.read(sha256)));
        await unit(house.storage, (tx) => release(tx, sha256));
      }
    };
    await Promise.all(Array.from({ length: 6 }, cycle));
    await house.blobs.settled();
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    assert.equal(await house.blobs.has(sha256), false);
    await house.close();
  });

  test('opening sweeps what nothing refers to, and stray temporary files', async () => {
    const house = await openHouse();
    const kept = await house.blobs.put(randomBytes(10));
    const unkept = await house.blobs.put(randomBytes(10));
    await unit(house.storage, (tx) => keep(tx, kept.sha256));
    writeFileSync(join(house.directory, 'blobs', 'incoming', 'stray'), 'x');
    await house.close();
    assert.equal(existsSync(house.blobs.path(unkept.sha256)), true);
    const again = await openHouse(house.directory);
    await again.blobs.settled();
    assert.equal(await again.blobs.has(kept.sha256), true);
    assert.equal(await again.blobs.has(unkept.sha256), false);
    assert.deepEqual(incoming(again), []);
    await again.close();
  });

  test('a put during the sweep is not swept', async () => {
    const house = await openHouse();
    for (let index = 0; index < 50; index++) await house.blobs.put(randomBytes(10));
    await house.close();
    const again = await openHouse(house.directory);
    const infos = await Promise.all(Array.from({ length: 50 }, () => again.blobs.put(randomBytes(10))));
    await again.blobs.settled();
    for (const { sha256 } of infos) assert.equal(await again.blobs.has(sha256), true);
    await again.close();
  });
});
