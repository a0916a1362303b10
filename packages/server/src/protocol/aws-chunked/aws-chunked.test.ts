import assert from 'node:assert/strict';
import { createHash, hash } from 'node:crypto';
import { describe, test } from 'node:test';
import { crc32 } from 'node:zlib';
import type { AwsError } from '../../kernel/errors.ts';
import { signatureOf, signingKey } from '../sigv4/signing-key.ts';
import type { Proof } from '../sigv4/verify.ts';
import { collect } from '../wire-body.ts';
import { chunkedEncoding, decodeAwsChunked, unwrappedHeaders, type ChunkedEncoding } from './aws-chunked.ts';
import { startChecksum, type ChecksumAlgorithm } from './checksums/checksum.ts';

/** S3 API reference, "sigv4-streaming": the published example, 66,560 letters `a`. */
const SCOPE = { date: '20130524', region: 'us-east-1', service: 's3' };
const PROOF: Proof = {
  signature: '4f232c4386841ef735655705268965c44a0e4690baa4adea153f7db9fa80a0a9',
  signingKey: signingKey('wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY', SCOPE),
  timestamp: '20130524T000000Z',
  scope: SCOPE,
};
const PUBLISHED = [
  '10000;chunk-signature=ad80c730a21e5b8d04586a2213dd63b9a0e99e0e2307b0ade35a65485a288648\r\n',
  'a'.repeat(65536),
  '\r\n',
  '400;chunk-signature=0055627c9e194cb4542bae2aa5492e3c1575bbb81b612b7d234b86a503ef5497\r\n',
  'a'.repeat(1024),
  '\r\n',
  '0;chunk-signature=b6c6ea8a5354eaf15b3cb7646744f4275b71ea724fed81ceb9323e279d449df9\r\n',
  '\r\n',
].join('');

async function* inPieces(text: string | Buffer, size: number): AsyncGenerator<Uint8Array> {
  const bytes = Buffer.from(text as string);
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

const unsigned = (decodedLength: number, ...trailers: string[]): ChunkedEncoding => ({
  decodedLength,
  trailers,
  signed: false,
});
const decode = (text: string | Buffer, encoding: ChunkedEncoding, proof: Proof | null = null, size = 7) =>
  collect(decodeAwsChunked(inPieces(text, size), encoding, proof));
const refused = (code: string, message?: RegExp) => (error: AwsError) => {
  assert.equal(error.code, code, error.stack);
  if (message) assert.match(error.message, message);
  return true;
};

describe('signed chunks', () => {
  const encoding: ChunkedEncoding = { decodedLength: 66560, trailers: [], signed: true };

  for (const size of [1000, 65536, 1_000_000]) {
    test(`the published example is accepted when it arrives ${size} bytes at a time`, async () => {
      assert.equal(Buffer.from(await decode(PUBLISHED, encoding, PROOF, size)).toString(), 'a'.repeat(66560));
    });
  }

  test('a changed byte, a changed order and a left-out signature are noticed', async () => {
    await assert.rejects(
      decode(PUBLISHED.replace('aaaa', 'aaba'), encoding, PROOF, 9000),
      refused('SignatureDoesNotMatch'),
    );
    await assert.rejects(
      decode(PUBLISHED.replace(/;chunk-signature=\w+/, ''), encoding, PROOF, 9000),
      refused('SignatureDoesNotMatch'),
    );
    await assert.rejects(
      decode(PUBLISHED, encoding, { ...PROOF, signature: '0'.repeat(64) }, 9000),
      refused('SignatureDoesNotMatch'),
    );
  });

  test('signatures are not looked at for callers who are believed', async () => {
    assert.equal((await decode(PUBLISHED.replace('ad80', '0000'), encoding, null, 9000)).length, 66560);
  });

  test('signed trailers are verified', async () => {
    const body = signedWithTrailer('hello', 'x-amz-checksum-crc32', 'NhCmhg==');
    const trailing = { decodedLength: 5, trailers: ['x-amz-checksum-crc32'], signed: true };
    assert.equal(Buffer.from(await decode(body, trailing, PROOF)).toString(), 'hello');
    await assert.rejects(
      decode(body.replace(/x-amz-trailer-signature:\w{4}/, 'x-amz-trailer-signature:0000'), trailing, PROOF),
      refused('SignatureDoesNotMatch'),
    );
  });
});

function signedWithTrailer(payload: string, name: string, value: string): string {
  let previous = PROOF.signature;
  const sign = (kind: string, rest: string) =>
    (previous = signatureOf(
      PROOF.signingKey,
      `AWS4-HMAC-SHA256-${kind}\n${PROOF.timestamp}\n20130524/us-east-1/s3/aws4_request\n${previous}\n${rest}`,
    ));
  const chunk = (text: string) =>
    `${text.length.toString(16)};chunk-signature=${sign('PAYLOAD', `${hash('sha256', '')}\n${hash('sha256', text)}`)}\r\n`;
  return `${chunk(payload)}${payload}\r\n${chunk('')}${name}:${value}\r\nx-amz-trailer-signature:${sign('TRAILER', hash('sha256', `${name}:${value}\n`))}\r\n\r\n`;
}

describe('unsigned chunks with trailing checksums', () => {
  const vectors: Readonly<Record<ChecksumAlgorithm, string>> = {
    crc32: base64Of(crc32('123456789'), 4),
    crc32c: base64Of(0xe3069283, 4),
    crc64nvme: Buffer.from('ae8b14860a799888', 'hex').toString('base64'),
    sha1: createHash('sha1').update('123456789').digest('base64'),
    sha256: createHash('sha256').update('123456789').digest('base64'),
  };

  for (const [algorithm, value] of Object.entries(vectors)) {
    const name = `x-amz-checksum-${algorithm}`;
    const body = (checksum: string) => `4\r\n1234\r\n5\r\n56789\r\n0\r\n${name}:${checksum}\r\n\r\n`;

    test(`${algorithm} is verified`, async () => {
      for (const size of [1, 3, 1000])
        assert.equal(Buffer.from(await decode(body(value), unsigned(9, name), null, size)).toString(), '123456789');
      const wrong = Buffer.from(value, 'base64').fill(1).toString('base64');
      await assert.rejects(
        decode(body(wrong), unsigned(9, name)),
        refused('BadDigest', new RegExp(`^The ${algorithm.toUpperCase()} you specified did not match`)),
      );
      await assert.rejects(
        decode(body('AA=='), unsigned(9, name)),
        refused('InvalidRequest', new RegExp(`^Value for ${name} trailing header is invalid`)),
      );
    });

    test(`${algorithm} is the same in one piece and in many`, () => {
      const bytes = Buffer.from(Array.from({ length: 1000 }, (_, i) => (i * 31) & 0xff));
      const [whole, pieces] = [
        startChecksum(algorithm as ChecksumAlgorithm),
        startChecksum(algorithm as ChecksumAlgorithm),
      ];
      whole.update(bytes);
      for (let at = 0, step = 1; at < bytes.length; at += step++) pieces.update(bytes.subarray(at, at + step));
      assert.deepEqual(pieces.digest(), whole.digest());
    });
  }

  test('the trailers that came are handed out', async () => {
    const received = new Map<string, string>();
    await collect(
      decodeAwsChunked(
        inPieces(`9\r\n123456789\r\n0\r\nx-amz-checksum-crc32:${vectors.crc32}\r\n\r\n`, 5),
        unsigned(9, 'x-amz-checksum-crc32'),
        null,
        received,
      ),
    );
    assert.deepEqual([...received], [['x-amz-checksum-crc32', vectors.crc32]]);
  });

  test('trailers that were not announced, or do not come, are refused', async () => {
    await assert.rejects(decode('0\r\nx-amz-meta-a:1\r\n\r\n', unsigned(0)), refused('MalformedTrailerError'));
    await assert.rejects(decode('0\r\nnonsense\r\n\r\n', unsigned(0)), refused('MalformedTrailerError'));
    await assert.rejects(decode('0\r\n\r\n', unsigned(0, 'x-amz-checksum-crc32')), refused('MalformedTrailerError'));
  });
});

describe('bodies that are not what they say', () => {
  test('a body cut short anywhere is incomplete', async () => {
    const body = '4\r\n1234\r\n5\r\n56789\r\n0\r\n\r\n';
    for (const length of [0, 1, 4, 7, 9, 12, 18, 19])
      await assert.rejects(decode(body.slice(0, length), unsigned(9)), refused('IncompleteBody'), `cut at ${length}`);
  });

  test('more or less than the announced length is refused', async () => {
    await assert.rejects(decode('5\r\n12345\r\n0\r\n\r\n', unsigned(4)), refused('IncompleteBody'));
    await assert.rejects(decode('5\r\n12345\r\n0\r\n\r\n', unsigned(6)), refused('IncompleteBody'));
  });

  test('bad framing is refused', async () => {
    await assert.rejects(decode('xyz\r\n123\r\n0\r\n\r\n', unsigned(3)), refused('InvalidRequest'));
    await assert.rejects(decode('-1\r\n\r\n', unsigned(3)), refused('InvalidRequest'));
    await assert.rejects(decode('3\r\n123garbage\r\n0\r\n\r\n', unsigned(3)), refused('InvalidRequest'));
    await assert.rejects(decode(`3;${'x'.repeat(5000)}\r\n123\r\n0\r\n\r\n`, unsigned(3)), refused('InvalidRequest'));
  });

  test('a hundred megabytes pass in pieces, none of them kept', async () => {
    const chunk = Buffer.alloc(1 << 20, 1);
    async function* source() {
      for (let i = 0; i < 100; i++) yield* [Buffer.from('100000\r\n'), chunk, Buffer.from('\r\n')];
      yield Buffer.from('0\r\n\r\n');
    }
    let [total, largest] = [0, 0];
    for await (const piece of decodeAwsChunked(source(), unsigned(100 << 20), null)) {
      total += piece.length;
      largest = Math.max(largest, piece.length);
    }
    assert.deepEqual([total, largest], [100 << 20, 1 << 20]);
  });
});

describe('the headers of aws-chunked', () => {
  const base = { 'x-amz-decoded-content-length': '5' };

  test('say how the body is wrapped', () => {
    assert.deepEqual(
      chunkedEncoding({
        headers: {
          ...base,
          'x-amz-content-sha256': 'STREAMING-UNSIGNED-PAYLOAD-TRAILER',
          'x-amz-trailer': 'x-amz-checksum-crc32',
        },
      }),
      unsigned(5, 'x-amz-checksum-crc32'),
    );
    assert.equal(
      chunkedEncoding({ headers: { ...base, 'x-amz-content-sha256': 'STREAMING-AWS4-HMAC-SHA256-PAYLOAD' } })?.signed,
      true,
    );
    assert.deepEqual(chunkedEncoding({ headers: { ...base, 'content-encoding': 'aws-chunked' } }), unsigned(5));
    assert.equal(
      chunkedEncoding({ headers: { 'content-encoding': 'gzip', 'x-amz-content-sha256': 'UNSIGNED-PAYLOAD' } }),
      null,
    );
    assert.equal(chunkedEncoding({ headers: { 'x-amz-content-sha256': 'STREAMING-AWS4-HMAC-SHA256-EVENTS' } }), null);
  });

  test('are refused when they do not fit', () => {
    assert.throws(
      () => chunkedEncoding({ headers: { 'x-amz-content-sha256': 'STREAMING-UNSIGNED-PAYLOAD-TRAILER' } }),
      refused('MissingContentLength'),
    );
    assert.throws(
      () =>
        chunkedEncoding({
          headers: {
            ...base,
            'x-amz-content-sha256': 'STREAMING-UNSIGNED-PAYLOAD-TRAILER',
            'x-amz-trailer': 'x-amz-meta',
          },
        }),
      refused('InvalidRequest'),
    );
  });

  test('leave no trace of the wrapping', () => {
    assert.deepEqual(
      unwrappedHeaders({ 'content-encoding': 'aws-chunked,gzip', 'content-length': '99', host: 'h' }, unsigned(5)),
      { 'content-encoding': 'gzip', 'content-length': '5', host: 'h' },
    );
    assert.deepEqual(unwrappedHeaders({ 'content-encoding': 'aws-chunked' }, unsigned(5)), { 'content-length': '5' });
  });
});

function base64Of(value: number, bytes: number): string {
  const buffer = Buffer.alloc(bytes);
  buffer.writeUInt32BE(value);
  return buffer.toString('base64');
}
