/** The least a server can do: `node bench/programs/trivial-server.ts PORT`. One answer for each packet that arrives. */
import { createServer } from 'node:net';

const ANSWER = Buffer.from('HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}');

createServer({ noDelay: true }, (socket) => {
  socket.on('error', () => socket.destroy());
  socket.on('data', () => socket.write(ANSWER));
}).listen(Number(process.argv[2]), '127.0.0.1');
