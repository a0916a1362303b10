import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { code } from './error-code.fixture.ts';
import { isBucketName } from './bucket-names.ts';
import { judgeRead, writeRefusal } from './conditions.ts';
import { parseCopySource } from './copy-source.ts';
import { matchesEtag } from './etags.ts';
import { urlEncoded } from './keys.ts';
import { locationOf } from './locations.ts';
import { parseRange } from './ranges.ts';

describe('names', () => {
  test('buckets are called as AWS allows', () => {
    for (const name of ['abc', 'a.b.c', '1-2-3', `a${'b'.repeat(62)}`, '192.168.5'])
      assert.equal(isBucketName(name), true, name);
    for (const name of [
      'ab',
      '-ab',
      'ab-',
      '.ab',
      'a..b',
      'aB',
      'a_b',
      '10.0.0.1',
      'sthree-a',
      'amzn-s3-demo-a',
      'x--ol-s3',
      'x.mrap',
      `a${'b'.repeat(63)}`,
    ]) {
      assert.equal(isBucketName(name), false, name);
    }
  });

  test('locations follow the endpoint that was asked', () => {
    assert.deepEqual(locationOf(undefined, 'us-east-1'), { region: 'us-east-1', location: '' });
    assert.deepEqual(locationOf('EU', 'us-east-1'), { region: 'eu-west-1', location: 'EU' });
    assert.equal(
      code(() => locationOf(undefined, 'eu-west-1')),
      'IllegalLocationConstraintException',
    );
    assert.equal(
      code(() => locationOf('us-east-1', 'us-east-1')),
      'InvalidLocationConstraint',
    );
    assert.equal(
      code(() => locationOf('us-east-1', 'eu-west-1')),
      'IllegalLocationConstraintException',
    );
  });

  test('listed names are encoded so that every decoder reads them', () => {
    assert.equal(urlEncoded("a b/ü+%!'()*~"), 'a%20b/%C3%BC%2B%25%21%27%28%29*%7E');
  });

  test('copy sources name bucket, key and version', () => {
    assert.deepEqual(parseCopySource('/b/a%20b%3FversionId%3Dx'), { bucket: 'b', key: 'a b?versionId=x' });
    assert.deepEqual(parseCopySource('b/k/l?versionId=null'), { bucket: 'b', key: 'k/l', versionId: 'null' });
    assert.deepEqual(parseCopySource('b%2Fk'), { bucket: 'b', key: 'k' });
    for (const header of ['', 'b', 'b/', '/b', 'b/%ff'])
      assert.equal(
        code(() => parseCopySource(header)),
        'InvalidArgument',
        header,
      );
  });
});

describe('ranges and conditions', () => {
  test('a range is cut to what is there', () => {
    assert.deepEqual(parseRange('bytes=0-99', 10), { start: 0, end: 9 });
    assert.deepEqual(parseRange('bytes=-99', 10), { start: 0, end: 9 });
    for (const ignored of ['bytes=3-2', 'bytes=-', 'bytes=0-1,3-4', 'lines=1-2'])
      assert.equal(parseRange(ignored, 10), null, ignored);
    for (const refused of ['bytes=10-', 'bytes=-0'])
      assert.equal(
        code(() => parseRange(refused, 10)),
        'InvalidRange',
        refused,
      );
  });

  test('entity tags outweigh dates', () => {
    const subject = { etag: 'e', modifiedAt: 5000 };
    const [early, late] = [new Date(1000), new Date(9000)];
    assert.equal(judgeRead({ IfMatch: '"e"', IfUnmodifiedSince: early }, subject).kind, 'pass');
    assert.equal(judgeRead({ IfUnmodifiedSince: early }, subject).kind, 'failed');
    assert.equal(judgeRead({ IfNoneMatch: '"x"', IfModifiedSince: late }, subject).kind, 'pass');
    assert.equal(judgeRead({ IfModifiedSince: late }, subject).kind, 'not-modified');
    assert.equal(judgeRead({ IfNoneMatch: '*' }, subject).kind, 'not-modified');
    assert.ok(matchesEtag('"a", "e"', 'e'));
  });

  test('writes fail on what is there, or is not', () => {
    const current = { etag: 'e', modifiedAt: 0 };
    assert.equal(writeRefusal({ IfNoneMatch: '*' }, null, 'k'), null);
    assert.equal(writeRefusal({ IfNoneMatch: '*' }, current, 'k')?.code, 'PreconditionFailed');
    assert.equal(writeRefusal({ IfMatch: '"e"' }, current, 'k'), null);
    assert.equal(writeRefusal({ IfMatch: '"e"' }, null, 'k')?.code, 'NoSuchKey');
    assert.equal(writeRefusal({ IfNoneMatch: '*' }, null, 'k', true)?.code, 'ConditionalRequestConflict');
    assert.equal(writeRefusal({ IfNoneMatch: '*' }, current, 'k', true)?.code, 'PreconditionFailed');
    assert.equal(writeRefusal({}, null, 'k', true), null);
  });
});
