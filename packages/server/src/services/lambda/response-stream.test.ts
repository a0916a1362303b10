import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ResponseStream } from './response-stream.ts';

test('chunks arrive in order, and a write waits until its chunk was taken', async () => {
  const stream = new ResponseStream();
  stream.start('text/plain');
  const taken: string[] = [];
  const writes = (async () => {
    for (const text of ['a', 'b']) {
      await stream.write(Buffer.from(text));
      taken.push(text);
    }
    stream.end();
  })();
  const read: string[] = [];
  for await (const bytes of stream) {
    read.push(`${Buffer.from(bytes).toString()} after ${taken.join('')}`);
  }
  await writes;
  assert.deepEqual(read, ['a after ', 'b after a']);
  assert.equal(await stream.started, 'text/plain');
});

test('a reader that leaves does not hold the function up', async () => {
  const stream = new ResponseStream();
  const first = stream.write(Buffer.from('a'));
  for await (const bytes of stream) {
    assert.equal(bytes.length, 1);
    break;
  }
  await stream.write(Buffer.from('b'));
  await first;
});

test('an answer that never begins still ends, and one that fails rejects', async () => {
  const empty = new ResponseStream();
  empty.end();
  assert.equal(await empty.started, 'application/octet-stream');
  const failed = new ResponseStream();
  failed.fail(new Error('throttled'));
  await assert.rejects(failed.started, /throttled/);
});
