import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readModel } from './model-files.ts';
import { serviceModels } from './fixtures.ts';
import { memberOf, shapeOf } from './model.ts';

for (const service of serviceModels) {
  test(`the model of ${service} refers to no shape that it does not have`, () => {
    const model = readModel(service);
    assert.equal(model.service, service);
    for (const { input, output } of Object.values(model.operations))
      for (const name of [input, output]) if (name) assert.ok(shapeOf(model, name));
    for (const shape of Object.values(model.shapes)) {
      const refs =
        shape.type === 'structure'
          ? Object.values(shape.members)
          : shape.type === 'list'
            ? [shape.of]
            : shape.type === 'map'
              ? [shape.key, shape.of]
              : [];
      for (const ref of refs) assert.ok(shapeOf(model, memberOf(ref).shape));
    }
  });
}

test('a model carries bindings from the SDK and constraints from botocore', () => {
  const { operations, shapes } = readModel('lambda');
  assert.deepEqual(operations.Invoke!.http, ['POST', '/2015-03-31/functions/{FunctionName}/invocations', 200]);
  assert.deepEqual((shapes.MemorySize as { range: unknown }).range, [128, 32768]);
  assert.equal((shapes.TooManyRequestsException as { error: { status: number } }).error.status, 429);
});
