import assert from 'node:assert/strict';
import { once } from 'node:events';
import { Duplex } from 'node:stream';
import { describe, it } from 'node:test';
import { FrameLink } from './frame-link.ts';
import { encodeFrame, FRAME } from './frames.ts';
import { NOBODY, type RuntimeListener } from './runtime-link.ts';

const HEADER = { requestId: 'id', deadlineMs: 0, invokedFunctionArn: 'arn' };
const NO_TEXT = '\0\0';

function answer(type: number, number: number, rest: string): Buffer {
  return encodeFrame(type, `\0\0\0${String.fromCharCode(number)}${rest}`);
}

/** A link, what its listener was told, and the runtime's voice. */
function linked() {
  const told: string[] = [];
  const listener: RuntimeListener = {
    ...NOBODY,
    responded: (body) => told.push(`response ${Buffer.from(body).toString()}`),
    failed: (error, type) => told.push(`error ${type} ${Buffer.from(error).toString()}`),
    streamStarted: (type) => told.push(`start ${type}`),
    streamChunk: (chunk) => told.push(`chunk ${Buffer.from(chunk).toString()}`),
    streamEnded: (error) => told.push(`end ${error ? Buffer.from(error).toString() : ''}`),
    idle: () => told.push('idle'),
  };
  const socket = new Duplex({ read: () => {}, write: (_chunk, _encoding, done) => done() });
  const link = new FrameLink(socket, listener);
  const say = async (...frames: readonly Buffer[]): Promise<string[]> => {
    const read = once(socket, 'data');
    socket.push(Buffer.concat(frames));
    await read;
    return told.splice(0);
  };
  return { link, say };
}

describe('the answers of a runtime', () => {
  it('are those of the invocation that runs', async () => {
    const { link, say } = linked();
    link.invoke(HEADER, Buffer.from('{}'));
    assert.deepEqual(await say(answer(FRAME.response, 1, `${NO_TEXT}"one"`)), ['response "one"', 'idle']);
    link.invoke(HEADER, Buffer.from('{}'));
    assert.deepEqual(await say(answer(FRAME.error, 2, '\0\u0004Type{}')), ['error Type {}', 'idle']);
    link.invoke(HEADER, Buffer.from('{}'));
    const stream = [answer(FRAME.streamStart, 3, '\0\u0001t'), answer(FRAME.streamChunk, 3, 'c')];
    assert.deepEqual(await say(...stream, answer(FRAME.streamEnd, 3, '')), ['start t', 'chunk c', 'end ', 'idle']);
    link.invoke(HEADER, Buffer.from('{}'));
    assert.deepEqual(await say(answer(FRAME.streamEnd, 4, '{}')), ['end {}', 'idle']);
  });

  it('are dropped when they name another invocation, and when none runs', async () => {
    const { link, say } = linked();
    const all = (number: number) => [
      answer(FRAME.response, number, `${NO_TEXT}"forged"`),
      answer(FRAME.error, number, `${NO_TEXT}{}`),
      answer(FRAME.streamStart, number, NO_TEXT),
      answer(FRAME.streamChunk, number, 'c'),
      answer(FRAME.streamEnd, number, ''),
    ];
    assert.deepEqual(await say(...all(0), ...all(1)), []);
    link.invoke(HEADER, Buffer.from('{}'));
    assert.deepEqual(await say(...all(0), ...all(2)), []);
    assert.deepEqual(await say(answer(FRAME.response, 1, `${NO_TEXT}1`)), ['response 1', 'idle']);
    assert.deepEqual(await say(...all(1)), []);
    link.invoke(HEADER, Buffer.from('{}'));
    assert.deepEqual(await say(...all(1), answer(FRAME.response, 2, `${NO_TEXT}2`)), ['response 2', 'idle']);
  });

  it('end the link when they are too short to name one', async () => {
    const { link, say } = linked();
    link.invoke(HEADER, Buffer.from('{}'));
    await say(encodeFrame(FRAME.response, '\0'));
    assert.match((await link.closed)!, /outside buffer bounds/);
  });
});
