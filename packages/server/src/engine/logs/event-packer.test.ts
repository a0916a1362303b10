import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { EventPacker, unpackEvents } from './event-packer.ts';
import { MAX_PACKED_BYTES, MAX_PACKED_SPAN_MS } from './packed-events.ts';

const AT = Date.UTC(2026, 10, 29);

describe('packed events', () => {
  it('are read as they came, also when they came out of order, empty or in other scripts', () => {
    const packer = new EventPacker();
    assert.ok(packer.empty);
    packer.add(AT + 5.9, 'START\n');
    packer.add(AT, 'früher 日本 🎉\n');
    packer.add(AT + 7, '');
    assert.ok(!packer.empty);
    const [packed, ...more] = packer.take();
    assert.deepEqual(more, []);
    assert.deepEqual(unpackEvents(packed!.data), [
      { timestamp: AT + 5, message: 'START\n' },
      { timestamp: AT, message: 'früher 日本 🎉\n' },
      { timestamp: AT + 7, message: '' },
    ]);
    assert.deepEqual([packed!.count, packed!.firstAt, packed!.lastAt], [3, AT, AT + 7]);
    assert.equal(packed!.messageBytes, Buffer.byteLength('START\nfrüher 日本 🎉\n'));
    assert.equal(packed!.data.buffer.byteLength, packed!.data.length);
    assert.deepEqual(packer.take(), []);
    assert.ok(packer.empty);
  });

  it('are cut where a second is over, in whichever direction, and where the bytes are many', () => {
    const packer = new EventPacker();
    packer.add(AT, 'a');
    packer.add(AT + MAX_PACKED_SPAN_MS - 1, 'b');
    packer.add(AT + MAX_PACKED_SPAN_MS, 'c');
    packer.add(AT, 'd');
    const long = 'x'.repeat(MAX_PACKED_BYTES);
    packer.add(AT, long);
    packer.add(AT, 'e');
    const packed = packer.take();
    assert.deepEqual(
      packed.map(({ data }) => unpackEvents(data).map(({ message }) => message)),
      [['a', 'b'], ['c'], ['d'], [long], ['e']],
    );
  });

  it('of invocations that went well are figures, and their text when they are read', () => {
    const packer = new EventPacker();
    const figures = (requestId: string, durationMs: number, initMs?: number) => ({
      requestId,
      memoryMb: 128,
      metrics: {
        durationMs,
        billedMs: Math.ceil(durationMs),
        maxMemoryMb: 44,
        ...(initMs === undefined ? {} : { initMs }),
      },
      failure: null,
    });
    const ids = ['8f5e7a3c-1111-4222-8333-123456789abc', 'früher-日本', 'another'];
    packer.addStart(AT, ids[0]!, '$LATEST');
    packer.add(AT + 1, 'between\n');
    packer.addEnd(AT + 2, figures(ids[0]!, 9.996, 542.01));
    packer.addStart(AT + 3, ids[1]!, '17');
    packer.addEnd(AT + MAX_PACKED_SPAN_MS + 3, figures(ids[1]!, 0.004));
    packer.addEnd(AT + MAX_PACKED_SPAN_MS + 4, figures(ids[2]!, 900_000));
    const [first, second] = packer.take();
    const expected = [
      [
        [AT, `START RequestId: ${ids[0]} Version: $LATEST\n`],
        [AT + 1, 'between\n'],
        [AT + 2, `END RequestId: ${ids[0]}\n`],
        [
          AT + 2,
          `REPORT RequestId: ${ids[0]}\tDuration: 10.00 ms\tBilled Duration: 10 ms\tMemory Size: 128 MB\tMax Memory Used: 44 MB\tInit Duration: 542.01 ms\t\n`,
        ],
        [AT + 3, `START RequestId: ${ids[1]} Version: 17\n`],
      ],
      [
        [AT + MAX_PACKED_SPAN_MS + 3, `END RequestId: ${ids[1]}\n`],
        [
          AT + MAX_PACKED_SPAN_MS + 3,
          `REPORT RequestId: ${ids[1]}\tDuration: 0.00 ms\tBilled Duration: 1 ms\tMemory Size: 128 MB\tMax Memory Used: 44 MB\t\n`,
        ],
        [AT + MAX_PACKED_SPAN_MS + 4, 'END RequestId: another\n'],
        [
          AT + MAX_PACKED_SPAN_MS + 4,
          'REPORT RequestId: another\tDuration: 900000.00 ms\tBilled Duration: 900000 ms\tMemory Size: 128 MB\tMax Memory Used: 44 MB\t\n',
        ],
      ],
    ] as const;
    for (const [index, packed] of [first!, second!].entries()) {
      const events = unpackEvents(packed.data).map(({ timestamp, message }) => [timestamp, message]);
      assert.deepEqual(events, expected[index]);
      assert.equal(packed.count, events.length);
      assert.equal(packed.messageBytes, Buffer.byteLength(events.map(([, message]) => message).join('')));
    }
  });
});
