import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { createHash, type Hash } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { type ClientRequest, request as httpRequest } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { test } from 'node:test';
import type { S3 } from '@aws-sdk/client-s3';
import { text, useS3 } from './s3.fixture.ts';

const fixture = useS3();
const MB = 1024 ** 2;

function filesBelow(directory: string): string[] {
  return readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ name }) => name);
}

/** Sends a tenth of what it announces; resolves once the platform has begun to write it. */
async function beginUpload(endpoint: string, path: string, incoming: string): Promise<ClientRequest> {
  const { hostname, port } = new URL(endpoint);
  const sent = httpRequest({ hostname, port, method: 'PUT', path, headers: { 'content-length': 10 * MB } });
  sent.on('error', () => undefined);
  sent.write(Buffer.alloc(MB, 1));
  while (readdirSync(incoming).length === 0) await new Promise((resolve) => setImmediate(resolve));
  return sent;
}

/** Breaks the connection in the middle of an upload. */
async function cutUpload(path: string, incoming: string): Promise<void> {
  const sent = await beginUpload(fixture.endpoint, path, incoming);
  const closed = new Promise((resolve) => sent.on('close', resolve));
  sent.destroy();
  await closed;
  while (readdirSync(incoming).length > 0) await new Promise((resolve) => setImmediate(resolve));
}

test('a connection that is cut in the middle of an upload leaves neither object nor file', async () => {
  const { s3 } = fixture;
  const Bucket = await fixture.bucket();
  const blobs = join(fixture.platform.platform.dataDirectory, 'blobs');
  const before = filesBelow(blobs);
  await s3.createMultipartUpload({ Bucket, Key: 'parts' });
  const { Uploads } = await s3.listMultipartUploads({ Bucket });
  await cutUpload(`/${Bucket}/cut`, join(blobs, 'incoming'));
  await cutUpload(`/${Bucket}/parts?partNumber=1&uploadId=${Uploads?.[0]?.UploadId}`, join(blobs, 'incoming'));
  assert.equal((await s3.listObjectsV2({ Bucket })).KeyCount, 0);
  assert.equal((await s3.listParts({ Bucket, Key: 'parts', UploadId: Uploads?.[0]?.UploadId })).Parts, undefined);
  assert.deepEqual(filesBelow(blobs), before);
});

/** A platform in a process of its own: its memory can be looked at, and it can be killed. */
async function startChild(data: object): Promise<{ child: ChildProcess; endpoint: string }> {
  const source = `
    import { startTestPlatform } from ${JSON.stringify(join(import.meta.dirname, '../../testing/test-platform.ts'))};
    const { endpoint } = await startTestPlatform(${JSON.stringify({ data })});
    process.stdout.write(endpoint + '\\n');
  `;
  const child = spawn(process.execPath, ['--input-type=module', '-e', source], { stdio: ['pipe', 'pipe', 'inherit'] });
  const [line] = (await once(child.stdout, 'data')) as [Buffer];
  return { child, endpoint: line.toString().trim() };
}

async function kill(child: ChildProcess): Promise<void> {
  const closed = once(child, 'close');
  child.kill('SIGKILL');
  await closed;
}

function clientOf(endpoint: string): S3 {
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
  return fixture.client({ endpoint, credentials });
}

test('a kill in the middle of an upload leaves what was acknowledged, and nothing else after a restart', async (t) => {
  const path = mkdtempSync(join(tmpdir(), 'hearth-s3-'));
  t.after(() => rmSync(path, { recursive: true, force: true }));
  const blobs = join(path, 'blobs');
  const first = await startChild({ kind: 'directory', path });
  const s3 = clientOf(first.endpoint);
  await s3.createBucket({ Bucket: 'kept' });
  await s3.putObject({ Bucket: 'kept', Key: 'small', Body: 'acknowledged' });
  await s3.putObject({ Bucket: 'kept', Key: 'whole', Body: 'acknowledged'.repeat(10_000) });
  await beginUpload(first.endpoint, '/kept/half', join(blobs, 'incoming'));
  await kill(first.child);
  assert.equal(readdirSync(join(blobs, 'incoming')).length, 1);
  const second = await startChild({ kind: 'directory', path });
  try {
    const again = clientOf(second.endpoint);
    assert.deepEqual(
      (await again.listObjectsV2({ Bucket: 'kept' })).Contents?.map(({ Key }) => Key),
      ['small', 'whole'],
    );
    const bodyOf = async (Key: string) => text((await again.getObject({ Bucket: 'kept', Key })).Body);
    assert.equal(await bodyOf('small'), 'acknowledged');
    assert.equal(await bodyOf('whole'), 'acknowledged'.repeat(10_000));
    assert.equal(filesBelow(blobs).length, 1);
  } finally {
    await kill(second.child);
  }
});

function residentMegabytes(pid: number, field: 'VmRSS' | 'VmHWM'): number {
  return Number(new RegExp(`${field}:\\s+(\\d+)`).exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1024;
}

const NO_PROC = existsSync('/proc/self/status') ? false : 'there is no /proc to read memory from';

test('100 MB go in and out in constant memory', { skip: NO_PROC }, async () => {
  const { child, endpoint } = await startChild({ kind: 'ephemeral' });
  try {
    const s3 = clientOf(endpoint);
    await s3.createBucket({ Bucket: 'large' });
    await s3.putObject({ Bucket: 'large', Key: 'warm', Body: Buffer.alloc(MB) });
    const before = residentMegabytes(child.pid!, 'VmRSS');
    const sent = createHash('sha256');
    await s3.putObject({
      Bucket: 'large',
      Key: 'a',
      Body: Readable.from(megabytes(100, sent)),
      ContentLength: 100 * MB,
    });
    const received = createHash('sha256');
    const { Body } = await s3.getObject({ Bucket: 'large', Key: 'a' });
    for await (const piece of Body as Readable) received.update(piece as Buffer);
    assert.equal(received.digest('hex'), sent.digest('hex'));
    const peak = residentMegabytes(child.pid!, 'VmHWM');
    // V8 looks for dead buffers every 64 MB.
    assert.ok(peak - before < 80, `${before.toFixed()} MB before, ${peak.toFixed()} MB at most`);
  } finally {
    await kill(child);
  }
});

function* megabytes(count: number, digest: Hash): Generator<Buffer> {
  for (let i = 0; i < count; i++) {
    const chunk = Buffer.alloc(MB, i);
    digest.update(chunk);
    yield chunk;
  }
}
