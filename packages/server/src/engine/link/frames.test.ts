import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { encodeFrame, FRAME, FrameReader, InvokeEncoder } from './frames.ts';
import type { InvocationHeader } from './runtime-link.ts';

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

  it('carry an event behind its header, which counts and tells an ARN once', () => {
    const encoder = new InvokeEncoder();
    const invoke = (header: Partial<InvocationHeader>): string => {
      const full = { requestId: 'id', deadlineMs: 0, invokedFunctionArn: 'arn', ...header };
      const head = encoder.head(full, 5, true);
      head.write('event', head.length - 5);
      const [frame] = read(head, 4);
      assert.equal(frame![0], FRAME.invoke);
      return frame![1];
    };
    const start = (number: number) => `\0\0\0${String.fromCharCode(number)}${'\0'.repeat(8)}\u0002id\0\0\0`;
    assert.equal(invoke({}), `${start(1)}\u001c{"invokedFunctionArn":"arn"}event`);
    assert.equal(invoke({}), `${start(2)}\0event`);
    assert.equal(invoke({ streaming: true }), `${start(3)}\u002d{"invokedFunctionArn":"arn","streaming":true}event`);
    assert.equal(invoke({ invokedFunctionArn: 'b' }), `${start(4)}\u001a{"invokedFunctionArn":"b"}event`);
    assert.equal(invoke({ invokedFunctionArn: 'b' }), `${start(5)}\0event`);
  });

  it('that are empty or longer than any payload are refused', () => {
    const reader = new FrameReader(() => assert.fail());
    assert.throws(() => reader.push(Buffer.from([0, 0, 0, 0, 1])), RangeError);
    assert.throws(() => new FrameReader(() => {}).push(Buffer.from([0xff, 0, 0, 0, 1])), RangeError);
  });
});
