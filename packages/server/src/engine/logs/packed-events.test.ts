import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { EventPacker, MAX_PACKED_BYTES, MAX_PACKED_SPAN_MS, messageBytes, unpackEvents } from './packed-events.ts';

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
    assert.equal(messageBytes(packed!), Buffer.byteLength('START\nfrüher 日本 🎉\n'));
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
});
