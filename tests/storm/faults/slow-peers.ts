import { once } from 'node:events';
import { readdirSync } from 'node:fs';
import type { Socket } from 'node:net';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterCheck, checkNothingRuns, prepareProbe } from '../kit/after-check.ts';
import { eventually } from '../kit/eventually.ts';
import { nodeFunction } from '../kit/function-code.ts';
import { alarmsIn, Hearth } from '../kit/hearth.ts';
import { isBearable, type Latency, latencyOf, ordinaryRequests } from '../kit/latency.ts';
import { memoryMb } from '../kit/processes.ts';
import { isOpen, open, readSlowly } from '../kit/sockets.ts';
import type { Storm, StormContext, Tally } from '../kit/storm.ts';

const BUCKET = 'storm-slow';
const OBJECT_BYTES = 48 * 1024 * 1024;
const PEERS = 8;
const BYTES_PER_SECOND = 1024;
/** All readers together: their objects are 384 MB, their streams 160 MB. */
const MEMORY_MB = 120;
const WORST_MS = 2_500;
const REQUESTS = 20;
/** The listener's own times: 60 s for a head, looked after every 30 s. */
const HEAD_ENDS_WITHIN_MS = 100_000;
/** A storm as long as this waits for slow heads to be cut off. */
const PATIENT_MS = 20_000;
const STREAM = `exports.handler = awslambda.streamifyResponse(async (event, out) => {
  const chunk = Buffer.alloc(64 * 1024, 'x');
  for (let sent = 0; sent < 20 * 1024 * 1024; sent += chunk.length)
    if (!out.write(chunk)) await new Promise((done) => out.once('drain', done));
  out.end();
});`;

/** Clients that read a kilobyte a second, and clients that send their request byte by byte. */
export const slowPeers: Storm = {
  name: 'slow-peers',
  promise: 'clients that read or write at a crawl hold neither memory nor the requests of others',
  run: crawl,
};

async function crawl({ directory, endsAt, tally, defer }: StormContext): Promise<void> {
  const isPatient = endsAt - performance.now() > PATIENT_MS;
  const hearth = await Hearth.start({ data: `${directory}/data` });
  defer(() => hearth.kill());
  defer(() => tally.find(...alarmsIn(hearth.takeLog())));
  await prepareProbe(hearth.clients);
  await prepare(hearth);
  const undisturbed = await latencyOf(REQUESTS, () => ordinaryRequests(hearth.clients, 'storm-probe'));
  do {
    await crawlOnce(hearth, undisturbed, tally);
    await afterCheck(hearth, [], tally);
    tally.rounds += 1;
  } while (performance.now() < endsAt && tally.found.length === 0);
  if (isPatient) await checkHeadsAreCut(hearth, tally);
  tally.acknowledged = tally.rounds * REQUESTS;
  await hearth.stop();
  await checkNothingRuns(hearth.data, tally);
}

async function prepare({ clients }: Hearth): Promise<void> {
  await clients.s3.createBucket({ Bucket: BUCKET });
  await clients.s3.putObject({ Bucket: BUCKET, Key: 'big', Body: Buffer.alloc(OBJECT_BYTES, 1) });
  await clients.lambda.createFunction(nodeFunction('storm-stream', STREAM, { Timeout: 120, MemorySize: 256 }));
  await eventually(
    async () => (await clients.lambda.getFunctionConfiguration({ FunctionName: 'storm-stream' })).State === 'Active',
  );
}

async function crawlOnce(hearth: Hearth, undisturbed: Latency, tally: Tally): Promise<void> {
  const before = memoryMb(hearth.pid, 'VmRSS');
  const readers = [];
  for (let peer = 0; peer < PEERS; peer++) {
    readers.push(await slowReader(hearth, `GET /${BUCKET}/big HTTP/1.1`));
    readers.push(
      await slowReader(hearth, 'POST /2021-11-15/functions/storm-stream/response-streaming-invocations HTTP/1.1'),
    );
  }
  const writers = await Promise.all(Array.from({ length: PEERS }, () => slowUpload(hearth)));
  await pause(1_500);
  const disturbed = await latencyOf(REQUESTS, () => ordinaryRequests(hearth.clients, 'storm-probe'));
  tally.measure('worst ms', disturbed.worst);
  if (!isBearable(disturbed, undisturbed, WORST_MS)) tally.find(`an ordinary request took ${disturbed.worst} ms`);
  const grown = memoryMb(hearth.pid, 'VmRSS') - before;
  tally.measure('memory MB', grown);
  if (grown > MEMORY_MB) tally.find(`slow readers took ${Math.round(grown)} MB`);
  const silent = readers.filter((reader) => reader.received() === 0).length;
  if (silent > 0) tally.find(`${silent} slow readers got nothing at all`);
  for (const { stop } of [...readers, ...writers]) stop();
  const { Contents = [] } = await hearth.clients.s3.listObjectsV2({ Bucket: BUCKET });
  if (Contents.length !== 1) tally.find('an upload that was given up is listed');
  const incoming = join(hearth.data, 'blobs/incoming');
  if (!(await eventually(() => readdirSync(incoming).length === 0)))
    tally.find('an upload that was given up left a file');
}

async function slowReader({ endpoint }: Hearth, line: string) {
  const socket = await open(endpoint);
  socket.write(`${line}\r\nhost: 127.0.0.1\r\nauthorization: ${authorizationFor(line)}\r\ncontent-length: 0\r\n\r\n`);
  return readSlowly(socket, BYTES_PER_SECOND);
}

/** Unsigned, but naming the service: what an open platform takes. */
function authorizationFor(line: string): string {
  const service = line.includes('functions') ? 'lambda' : 's3';
  const scope = `000000000000/20260101/us-east-1/${service}/aws4_request`;
  return `AWS4-HMAC-SHA256 Credential=${scope}, SignedHeaders=host, Signature=${'0'.repeat(64)}`;
}

/** A body that never comes to its end. */
async function slowUpload({ endpoint }: Hearth): Promise<{ readonly stop: () => void }> {
  const line = `PUT /${BUCKET}/never HTTP/1.1`;
  const socket = await open(endpoint);
  const length = 10 * 1024 * 1024;
  socket.write(
    `${line}\r\nhost: 127.0.0.1\r\nauthorization: ${authorizationFor(line)}\r\ncontent-length: ${length}\r\n\r\n`,
  );
  const timer = setInterval(() => socket.write('x'.repeat(BYTES_PER_SECOND / 10)), 100);
  return {
    stop: () => {
      clearInterval(timer);
      socket.destroy();
    },
  };
}

/** A head that comes byte by byte is cut off, and its connection with it. */
async function checkHeadsAreCut(hearth: Hearth, tally: Tally): Promise<void> {
  const sockets: Socket[] = [];
  for (let peer = 0; peer < PEERS; peer++) {
    const socket = await open(hearth.endpoint);
    socket.resume();
    socket.write('GET / HTTP/1.1\r\nx-');
    sockets.push(socket);
  }
  const crawling = setInterval(() => sockets.filter(isOpen).forEach((socket) => socket.write('a')), 1_000);
  const started = performance.now();
  const ended = Promise.all(sockets.map((socket) => once(socket, 'close')));
  const inTime = await Promise.race([ended.then(() => true), pause(HEAD_ENDS_WITHIN_MS, false, { ref: false })]);
  clearInterval(crawling);
  tally.measure('slow heads cut after s', (performance.now() - started) / 1000);
  if (!inTime) tally.find('requests whose head never ends are not cut off');
}
