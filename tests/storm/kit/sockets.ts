import { once } from 'node:events';
import { connect, type Socket } from 'node:net';

/** A bare connection to the platform. Its end by the other side is no error here. */
export async function open(endpoint: string): Promise<Socket> {
  const { hostname, port } = new URL(endpoint);
  const socket = connect(Number(port), hostname);
  socket.on('error', () => {});
  await once(socket, 'connect');
  return socket;
}

export function isOpen(socket: Socket): boolean {
  return !socket.destroyed && !socket.readableEnded && socket.writable;
}

/** Reads `bytesPerSecond` and no more: what the client does not take, the platform must hold back. */
export function readSlowly(socket: Socket, bytesPerSecond: number): { readonly stop: () => void; received(): number } {
  const steps = 10;
  let received = 0;
  socket.pause();
  const timer = setInterval(() => {
    const chunk = socket.read(Math.ceil(bytesPerSecond / steps)) as Buffer | null;
    received += chunk?.length ?? 0;
  }, 1000 / steps);
  return {
    stop: () => {
      clearInterval(timer);
      socket.destroy();
    },
    received: () => received,
  };
}
