import assert from 'node:assert/strict';
import { test } from 'node:test';
import { layerVersionArn, parseLayerName, readLayerArns } from './layer-references.ts';

const scope = { account: '123456789012', region: 'us-east-1' };
const arn = (name: string, version: number, region = 'us-east-1') =>
  layerVersionArn({ account: scope.account, region, name, version });

test('layers are read in the order they are listed', () => {
  assert.deepEqual(
    readLayerArns(scope, [arn('b', 2), arn('a', 1)]).map((layer) => layer.name),
    ['b', 'a'],
  );
});

test('a layer is named by its name or its ARN', () => {
  const expected = { ...scope, name: 'tools' };
  assert.deepEqual(parseLayerName(scope, 'tools'), expected);
  assert.deepEqual(parseLayerName(scope, 'arn:aws:lambda:us-east-1:123456789012:layer:tools'), expected);
});

test('too many, doubled and foreign layers are refused with the texts of AWS', () => {
  assert.throws(
    () =>
      readLayerArns(
        scope,
        [1, 2, 3, 4, 5, 6].map((n) => arn(`l${n}`, 1)),
      ),
    { message: 'Cannot reference more than 5 layers.' },
  );
  assert.throws(() => readLayerArns(scope, [arn('a', 1), arn('a', 2)]), {
    message: `Two different versions of the same layer are not allowed to be referenced in the same function. ${arn('a', 1)} and ${arn('a', 2)} are versions of the same layer.`,
  });
  assert.throws(() => readLayerArns(scope, [arn('a', 1, 'eu-west-1')]), {
    message: 'Layers are not in the same region as the function. Layers are expected to be in region us-east-1.',
  });
});
