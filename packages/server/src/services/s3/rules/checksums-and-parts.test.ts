import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { describe, test } from 'node:test';
import { code } from './error-code.fixture.ts';
import { type Algorithm, objectChecksum, startDigest } from './checksums.ts';
import { selectParts } from './completion.ts';
import { multipartEtag } from './etags.ts';

describe('checksums', () => {
  const digest = (algorithm: Algorithm, bytes: Uint8Array) => {
    const checksum = startDigest(algorithm);
    checksum.update(bytes);
    return checksum.digest().toString('base64');
  };

  test('the CRC of the whole is that of its parts put together', () => {
    for (const algorithm of ['CRC32', 'CRC32C', 'CRC64NVME'] as const) {
      const parts = [0, 1, 7, 4096, 100_003].map((size) => randomBytes(size));
      const combined = objectChecksum(
        algorithm,
        'FULL_OBJECT',
        parts.map((part) => ({ value: digest(algorithm, part), size: part.length })),
      );
      assert.equal(combined.value, digest(algorithm, Buffer.concat(parts)), algorithm);
    }
  });

  test('an entity tag of parts has their number', () => {
    assert.equal(multipartEtag(['5d41402abc4b2a76b9719d911017c592']), '62109206880d38a4010a98e11243924a-1');
  });

  test('parts are taken as they are named', () => {
    const uploaded = [1, 2, 5].map((number) => ({ number, etag: `e${number}`, size: 5 * 1024 ** 2, checksum: null }));
    const rules = { uploadId: 'u', checksum: null };
    assert.deepEqual(
      selectParts(
        [
          { PartNumber: 2, ETag: '"e2"' },
          { PartNumber: 5, ETag: 'e5' },
        ],
        uploaded,
        rules,
      ).map(({ number }) => number),
      [2, 5],
    );
    assert.equal(
      code(() =>
        selectParts(
          [
            { PartNumber: 5, ETag: 'e5' },
            { PartNumber: 2, ETag: 'e2' },
          ],
          uploaded,
          rules,
        ),
      ),
      'InvalidPartOrder',
    );
    assert.equal(
      code(() => selectParts([{ PartNumber: 3, ETag: 'e3' }], uploaded, rules)),
      'InvalidPart',
    );
    assert.equal(
      code(() => selectParts([{ PartNumber: 1 }], uploaded, rules)),
      'MalformedXML',
    );
  });
});
