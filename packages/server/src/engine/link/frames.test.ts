import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { encodeFrame, encodeInvokeHead, FRAME, FrameReader } from './frames.ts';

function read(stream: Buffer, pieceBytes: number): [number, string][] {
  const frames: [number, string][] = [];
  const reader = new FrameReader((type, payload) => frames.push([type, payload.toString()]));
  for (let at = 0; at < stream.length; at += pieceBytes) reader.push(stream.subarray(at, at + pieceBytes));
  return frames;
}

describe('frames', () => {
  const sent: [number, string][] = [
    [FRAME.init, '{"handler":"ä"}'],
    [FRAME.streamEnd, ''],
    [FRAME.log, 'x'.repeat(70_000)],
    [FRAME.response, 'done'],
  ];
  const stream = Buffer.concat(sent.map(([type, text]) => encodeFrame(type, text)));

  for (const pieceBytes of [1, 3, 5, 4096, 65_536, stream.length]) {
    it(`arrive whole when the stream comes in pieces of ${pieceBytes} bytes`, () =>
      assert.deepEqual(read(stream, pieceBytes), sent));
  }

  it('carry an event behind its header', () => {
    const head = encodeInvokeHead('{"a":1}', 5, true);
    head.write('event', head.length - 5);
    assert.deepEqual(read(head, 4), [[FRAME.invoke, '\0\0\0\u0007{"a":1}event']]);
  });

  it('that are empty or longer than any payload are refused', () => {
    const reader = new FrameReader(() => assert.fail());
    assert.throws(() => reader.push(Buffer.from([0, 0, 0, 0, 1])), RangeError);
    assert.throws(() => new FrameReader(() => {}).push(Buffer.from([0xff, 0, 0, 0, 1])), RangeError);
  });
});
