import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { collect } from '../../../protocol/wire-body.ts';
import { readForm } from './form-data.ts';

const TYPE = 'multipart/form-data; boundary="-x-"';
const FORM = [
  'preamble',
  '---x-',
  'Content-Disposition: form-data; name="Key"',
  '',
  'a\r\nb',
  '---x-',
  'Content-Disposition: form-data; name=empty',
  '',
  '',
  '---x-',
  'Content-Disposition: form-data; name="file"; filename="a \\"b\\".txt"',
  'Content-Type: text/plain',
  '',
  'bytes\r\n---x\r\n---',
  '---x-',
  'Content-Disposition: form-data; name="late"',
  '',
  'x',
  '---x---',
  '',
].join('\r\n');

async function* inPieces(text: string, size: number) {
  const bytes = Buffer.from(text);
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

describe('forms', () => {
  test('fields and file are found however the bytes are cut', async () => {
    for (let size = 1; size < FORM.length; size += 3) {
      const { fields, file } = await readForm(TYPE, inPieces(FORM, size));
      assert.deepEqual(
        [...fields],
        [
          ['key', 'a\r\nb'],
          ['empty', ''],
        ],
      );
      assert.deepEqual([file?.name, file?.contentType], ['a "b".txt', 'text/plain']);
      assert.equal(Buffer.from(await collect(file!.bytes)).toString(), 'bytes\r\n---x\r\n---', `pieces of ${size}`);
    }
  });

  test('a form without a file ends, and one that breaks off is refused', async () => {
    const { file } = await readForm(
      TYPE,
      inPieces('---x-\r\nContent-Disposition: form-data; name="a"\r\n\r\nb\r\n---x---\r\n', 9),
    );
    assert.equal(file, null);
    const broken = await readForm(TYPE, inPieces(FORM.slice(0, FORM.indexOf('bytes') + 3), 50));
    await assert.rejects(collect(broken.file!.bytes), { code: 'MalformedPOSTRequest' });
    await assert.rejects(
      readForm(TYPE, inPieces(`---x-\r\nContent-Disposition: form-data; name="a"\r\n\r\n${'x'.repeat(30_000)}`, 999)),
      { code: 'MalformedPOSTRequest' },
    );
    await assert.rejects(readForm('multipart/form-data', inPieces(FORM, 9)), { code: 'MalformedPOSTRequest' });
  });
});
