/**
 * The bare minimum that a function platform does: an HTTP server that relays each request to one of N child processes
 * over a Unix socket, one request at a time each. It isolates nothing, limits nothing and logs nothing.
 * `node bench/peers/relay.ts CHILDREN`: prints the port.
 */
import { type ChildProcess, fork } from 'node:child_process';
import { createServer } from 'node:http';
import { type AddressInfo, connect, createServer as createSocketServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const HEADER_BYTES = 4;

if (process.env.RELAY_CHILD) serveAsChild(process.env.RELAY_CHILD);
else await serve(Number(process.argv[2] ?? 8));

function serveAsChild(path: string): void {
  const socket = connect(path);
  onFrames(socket, (body) => sendFrame(socket, Buffer.from(JSON.stringify(JSON.parse(body.toString())))));
}

async function serve(children: number): Promise<void> {
  const idle: Child[] = await Promise.all(Array.from({ length: children }, (_, index) => startChild(index)));
  const waiting: ((child: Child) => void)[] = [];
  const release = (child: Child) => {
    const next = waiting.shift();
    if (next) next(child);
    else idle.push(child);
  };
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk) => chunks.push(chunk));
    request.on('end', () => {
      const run = (child: Child) => {
        child.answer = (body) => {
          response.end(body);
          release(child);
        };
        sendFrame(child.socket, Buffer.concat(chunks));
      };
      const child = idle.pop();
      if (child) run(child);
      else waiting.push(run);
    });
  });
  server.listen(0, '127.0.0.1', () => console.log((server.address() as AddressInfo).port));
}

interface Child {
  readonly process: ChildProcess;
  readonly socket: Socket;
  answer: (body: Buffer) => void;
}

function startChild(index: number): Promise<Child> {
  const path = join(tmpdir(), `relay-${process.pid}-${index}.sock`);
  return new Promise((resolve) => {
    const server = createSocketServer((socket) => {
      const child: Child = { process: forked, socket, answer: () => {} };
      onFrames(socket, (body) => child.answer(body));
      server.close();
      resolve(child);
    });
    server.listen(path);
    const forked = fork(import.meta.filename, { env: { ...process.env, RELAY_CHILD: path } });
  });
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
