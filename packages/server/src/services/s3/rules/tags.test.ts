import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkTags, replaceBucketTags } from './tags.ts';

const SYSTEM = { Key: 'aws:cloudformation:stack-name', Value: 'app' };

test('what AWS has tagged stays, and does not count', () => {
  const fifty = Array.from({ length: 50 }, (_, index) => ({ Key: `k${index}`, Value: '' }));
  assert.equal(replaceBucketTags([SYSTEM], [...fifty, SYSTEM]).length, 51);
  assert.throws(() => checkTags([...fifty, { Key: 'more', Value: '' }], 'bucket'), {
    code: 'InvalidTag',
    message: 'Bucket tag count cannot be greater than 50',
  });
  assert.throws(() => replaceBucketTags([SYSTEM], fifty), {
    code: 'InvalidTag',
    message: 'System Tags cannot be removed by requester',
  });
  const other = { code: 'InvalidTag', message: 'System tags cannot be added/updated by requester' };
  assert.throws(() => replaceBucketTags([SYSTEM], [{ ...SYSTEM, Value: 'other' }]), other);
  assert.throws(() => checkTags([SYSTEM], 'bucket'), other);
  assert.deepEqual(
    checkTags([SYSTEM], 'bucket', () => true),
    [SYSTEM],
  );
});
