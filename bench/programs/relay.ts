/**
 * The bare minimum that a function platform does: an HTTP server that relays each request to one of N child processes
 * over a Unix socket. It isolates nothing, limits nothing and logs nothing.
 * `node bench/programs/relay.ts PORT CHILDREN one-at-a-time|pipelined`
 */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { connect, createServer as createSocketServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const HEADER_BYTES = 4;

if (process.env.RELAY_CHILD) serveAsChild(process.env.RELAY_CHILD);
else await serve(Number(process.argv[2]), Number(process.argv[3]), process.argv[4] === 'pipelined');

function serveAsChild(path: string): void {
  const socket = connect(path);
  socket.on('close', () => process.exit());
  onFrames(socket, (body) => sendFrame(socket, Buffer.from(JSON.stringify(JSON.parse(body.toString())))));
}

async function serve(port: number, children: number, pipelined: boolean): Promise<void> {
  const directory = mkdtempSync(join(tmpdir(), 'relay-'));
  const sockets = await Promise.all(Array.from({ length: children }, (_, index) => startChild(directory, index)));
  rmSync(directory, { recursive: true });
  const relay = pipelined ? relayPipelined(sockets[0]!) : relayOneAtATime(sockets);
  const server = createServer((request, response) => {
    if (request.method === 'GET') {
      response.end();
      return;
    }
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => relay(Buffer.concat(chunks), (body) => response.end(body)));
  });
  server.listen(port, '127.0.0.1');
}

type Answer = (body: Buffer) => void;
type Relay = (body: Buffer, answer: Answer) => void;

/** A child that has answered takes what waits longest; of the idle ones the last used comes first. */
function relayOneAtATime(sockets: readonly Socket[]): Relay {
  const idle: ((body: Buffer, answer: Answer) => void)[] = [];
  const waiting: { readonly body: Buffer; readonly answer: Answer }[] = [];
  for (const socket of sockets) {
    let pending: Answer | undefined;
    const run = (body: Buffer, answer: Answer) => {
      pending = answer;
      sendFrame(socket, body);
    };
    onFrames(socket, (body) => {
      pending?.(body);
      const next = waiting.shift();
      if (next) run(next.body, next.answer);
      else idle.push(run);
    });
    idle.push(run);
  }
  return (body, answer) => {
    const run = idle.pop();
    if (run) run(body, answer);
    else waiting.push({ body, answer });
  };
}

/** Answers come in the order of the questions. */
function relayPipelined(socket: Socket): Relay {
  const pending: Answer[] = [];
  onFrames(socket, (body) => pending.shift()?.(body));
  return (body, answer) => {
    pending.push(answer);
    sendFrame(socket, body);
  };
}

async function startChild(directory: string, index: number): Promise<Socket> {
  const path = join(directory, `${index}.sock`);
  const server = createSocketServer().listen(path);
  await once(server, 'listening');
  fork(import.meta.filename, { env: { ...process.env, RELAY_CHILD: path } });
  const [socket] = (await once(server, 'connection')) as [Socket];
  server.close();
  return socket;
}

function sendFrame(socket: Socket, body: Buffer): void {
  const frame = Buffer.allocUnsafe(HEADER_BYTES + body.length);
  frame.writeUInt32BE(body.length);
  body.copy(frame, HEADER_BYTES);
  socket.write(frame);
}

function onFrames(socket: Socket, receive: (body: Buffer) => void): void {
  let pending: Buffer = Buffer.alloc(0);
  socket.on('data', (chunk: Buffer) => {
    pending = pending.length === 0 ? chunk : Buffer.concat([pending, chunk]);
    while (pending.length >= HEADER_BYTES) {
      const end = HEADER_BYTES + pending.readUInt32BE();
      if (pending.length < end) return;
      const body = pending.subarray(HEADER_BYTES, end);
      pending = pending.subarray(end);
      receive(body);
    }
  });
}
