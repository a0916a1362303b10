import assert from 'node:assert/strict';
import { test } from 'node:test';
import { asTexts, readCustomResponse } from './custom-responses.ts';

const response = (body: unknown) => readCustomResponse(JSON.stringify(body), 'request-1');

test('An answer gives a physical id and data, nested members by dotted names.', () => {
  const Data = { A: 1, Outer: { Inner: 'x' } };
  const read = response({ Status: 'SUCCESS', PhysicalResourceId: 'id', Data });
  assert.deepEqual([read.failure, read.physicalId], [null, 'id']);
  assert.deepEqual(read.data, { A: 1, Outer: { Inner: 'x' }, 'Outer.Inner': 'x' });
});

test('Anything else is a failure.', () => {
  assert.equal(
    response({ Status: 'FAILED', Reason: 'because', PhysicalResourceId: 'id' }).failure,
    'Received response status [FAILED] from custom resource. Message returned: because (RequestId: request-1)',
  );
  assert.equal(response({ Status: 'SUCCESS' }).failure, 'Invalid PhysicalResourceId');
  assert.equal(response({ Status: 'SUCCESS', Data: { x: 'y'.repeat(4096) } }).failure, 'Response object is too long.');
  assert.ok(readCustomResponse('no json', 'r').failure);
});

test('All scalars are texts to the function.', () => {
  assert.deepEqual(asTexts({ a: 1, b: [true, { c: 2.5 }], d: 'x' }), { a: '1', b: ['true', { c: '2.5' }], d: 'x' });
});
