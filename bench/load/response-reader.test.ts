import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { ResponseReader } from './response-reader.ts';

const OK = 'HTTP/1.1 200 OK\r\ncontent-type: text/plain\r\nContent-Length: 5\r\n\r\nhello';

describe('the reader of a load', () => {
  test('knows the end of a body with a length, wherever the bytes are cut', () => {
    for (let cut = 1; cut < OK.length; cut += 1) {
      const reader = new ResponseReader();
      assert.equal(reader.read(Buffer.from(OK.slice(0, cut))), undefined, `cut at ${cut}`);
      assert.deepEqual(reader.read(Buffer.from(OK.slice(cut))), { status: 200, keepAlive: true, excerpt: '' });
    }
  });

  test('knows the end of a chunked body', () => {
    const reader = new ResponseReader();
    const head = 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n';
    assert.equal(reader.read(Buffer.from(`${head}5\r\nhello\r\n`)), undefined);
    assert.equal(reader.read(Buffer.from('0\r\n\r\n'))?.status, 200);
  });

  test('takes an answer with neither for one without a body', () => {
    assert.equal(new ResponseReader().read(Buffer.from('HTTP/1.1 204 No Content\r\n\r\n'))?.status, 204);
  });

  test('says when the server ends the connection, and what a failure said', () => {
    const text = 'HTTP/1.1 503 Busy\r\nConnection: close\r\nContent-Length: 4\r\n\r\nsorr';
    assert.deepEqual(new ResponseReader().read(Buffer.from(text)), { status: 503, keepAlive: false, excerpt: 'sorr' });
  });

  test('is ready for the next answer on the same connection', () => {
    const reader = new ResponseReader();
    assert.equal(reader.read(Buffer.from(OK))?.status, 200);
    assert.equal(reader.read(Buffer.from(OK))?.status, 200);
  });
});
