import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { test } from 'node:test';
import { Sealer } from '../../kernel/sealer.ts';
import type { Blobs } from '../../storage/blobs.ts';
import { CodeDownloads } from './code-downloads.ts';

const blobs = { has: async () => true, open: async function* () {} } as unknown as Blobs;
const downloads = new CodeDownloads(new Sealer(randomBytes(32)), blobs, () => 'http://127.0.0.1:4566');
const NOW = Date.UTC(2026, 0, 1);
const MINUTES = 60_000;

function tokenOf(issuer = downloads): string {
  const url = issuer.url({ sha256: 'a'.repeat(64), size: 3 }, NOW);
  assert.match(url, /^http:\/\/127\.0\.0\.1:4566\/_hearth\/code\/[\w-]+\.[\w-]+$/);
  return url.split('/').at(-1)!;
}

test('a download URL holds for ten minutes', async () => {
  assert.equal((await downloads.open(tokenOf(), NOW + 10 * MINUTES - 1))?.size, 3);
  assert.equal(await downloads.open(tokenOf(), NOW + 10 * MINUTES), null);
});

test('a token that somebody else signed, or changed, opens nothing', async () => {
  const stranger = new CodeDownloads(new Sealer(randomBytes(32)), blobs, () => 'http://127.0.0.1:4566');
  assert.equal(await downloads.open(tokenOf(stranger), NOW), null);
  const [claims, signature] = tokenOf().split('.');
  const forged = Buffer.from(JSON.stringify(['b'.repeat(64), 3, NOW + MINUTES])).toString('base64url');
  assert.equal(await downloads.open(`${forged}.${signature}`, NOW), null);
  for (const token of ['', '.', claims!, `${claims}.`, 'x.y']) assert.equal(await downloads.open(token, NOW), null);
});
