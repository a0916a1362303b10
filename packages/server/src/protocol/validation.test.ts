import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { AwsError } from '../kernel/errors.ts';
import { javaPattern } from './constraints.ts';
import { doJson, modelOf, serviceModels } from './fixtures.ts';
import { readModel } from './model-files.ts';
import { compileCodec } from './service-codec.ts';

const lambda = compileCodec(readModel('lambda'));
const iam = compileCodec(readModel('iam'));

const FUNCTION = { FunctionName: 'hello', Role: 'arn:aws:iam::123456789012:role/r', Code: {} };

function refusal(check: () => void): string {
  try {
    check();
  } catch (error) {
    assert.ok(error instanceof AwsError);
    assert.equal(error.code, 'ValidationException');
    assert.equal(error.options.status, 400);
    return error.message;
  }
  return 'accepted';
}

describe('validation', () => {
  test('accepts what keeps every constraint', () => {
    lambda.check('CreateFunction', { ...FUNCTION, Timeout: 3, Code: { ZipFile: new Uint8Array(3) }, Tags: { a: 'b' } });
  });

  test('a broken pattern is quoted with its value', () => {
    const { pattern } = readModel('lambda').shapes.NamespacedFunctionName as { pattern: string };
    assert.equal(
      refusal(() => lambda.check('GetFunction', { FunctionName: 'a b' })),
      `1 validation error detected: Value 'a b' at 'functionName' failed to satisfy constraint: Member must satisfy regular expression pattern: ${pattern}`,
    );
  });

  test('several violations are counted and joined by a semicolon', () => {
    assert.equal(
      refusal(() => lambda.check('CreateFunction', { ...FUNCTION, Timeout: 0, MemorySize: 1 })),
      "2 validation errors detected: Value '0' at 'timeout' failed to satisfy constraint: Member must have value greater than or equal to 1; " +
        "Value '1' at 'memorySize' failed to satisfy constraint: Member must have value greater than or equal to 128",
    );
  });

  test('a missing required member is null, also where it is nested', () => {
    assert.equal(
      refusal(() =>
        lambda.check('UntagResource', { Resource: 'arn:aws:lambda:us-east-1:123456789012:function:hello' }),
      ),
      "1 validation error detected: Value null at 'tagKeys' failed to satisfy constraint: Member must not be null",
    );
    assert.equal(
      refusal(() => iam.check('TagRole', { RoleName: 'r', Tags: [{ Key: 'a', Value: 'b' }, { Value: 'b' }] })),
      "1 validation error detected: Value null at 'tags.2.member.key' failed to satisfy constraint: Member must not be null",
    );
  });

  test('an enum lists its values in the order of the model', () => {
    assert.equal(
      refusal(() => lambda.check('CreateFunction', { ...FUNCTION, PackageType: 'Jar' })),
      "1 validation error detected: Value 'Jar' at 'packageType' failed to satisfy constraint: Member must satisfy enum value set: [Zip, Image]",
    );
  });

  test('a list of scalars is reported as a whole, with every rule of its elements', () => {
    assert.equal(
      refusal(() => lambda.check('CreateFunction', { ...FUNCTION, Architectures: ['foo'] })),
      "1 validation error detected: Value '[foo]' at 'architectures' failed to satisfy constraint: Member must satisfy constraint: [Member must satisfy enum value set: [x86_64, arm64], Member must not be null]",
    );
    assert.equal(
      refusal(() =>
        lambda.check('CreateFunctionUrlConfig', {
          FunctionName: 'f',
          AuthType: 'NONE',
          Cors: { AllowMethods: ['OPTIONS'] },
        }),
      ),
      "1 validation error detected: Value '[OPTIONS]' at 'cors.allowMethods' failed to satisfy constraint: Member must satisfy constraint: " +
        '[Member must have length less than or equal to 6, Member must have length greater than or equal to 0, Member must satisfy regular expression pattern: .*, Member must not be null]',
    );
  });

  test('the length of a list is its own constraint', () => {
    assert.equal(
      refusal(() => lambda.check('CreateFunction', { ...FUNCTION, Architectures: ['x86_64', 'arm64'] })),
      "1 validation error detected: Value '[x86_64, arm64]' at 'architectures' failed to satisfy constraint: Member must have length less than or equal to 1",
    );
  });

  test('maps name their keys and values, doubles as Java prints them', () => {
    const alias = { FunctionName: 'f', Name: 'live', FunctionVersion: '1' };
    assert.equal(
      refusal(() => lambda.check('CreateAlias', { ...alias, RoutingConfig: { AdditionalVersionWeights: { 2: 2 } } })),
      "1 validation error detected: Value '{2=2.0}' at 'routingConfig.additionalVersionWeights' failed to satisfy constraint: " +
        'Map value must satisfy constraint: [Member must have value less than or equal to 1.0, Member must have value greater than or equal to 0.0, Member must not be null]',
    );
  });

  test('values of sensitive members are not shown', () => {
    assert.equal(
      refusal(() => lambda.check('CreateFunction', { ...FUNCTION, Environment: { Variables: { '1x': 'secret' } } })),
      "1 validation error detected: Value at 'environment.variables' failed to satisfy constraint: Map keys must satisfy constraint: " +
        '[Member must satisfy regular expression pattern: [a-zA-Z]([a-zA-Z0-9_])+, Member must not be null]',
    );
    assert.match(
      refusal(() => iam.check('CreateLoginProfile', { UserName: 'u', Password: '' })),
      /^2 validation errors detected: Value at 'password' failed/,
    );
  });

  test('a lenient member leaves its constraints to the operation, but must be there when it is required', () => {
    const model = readModel('lambda');
    const lenient = compileCodec(model, {
      lenient: ['CreateFunction.Runtime', 'CreateFunction.FunctionName', 'CreateFunction.SnapStart.ApplyOn'],
    });
    lenient.check('CreateFunction', {
      ...FUNCTION,
      Runtime: 'cobol',
      FunctionName: 'a b',
      SnapStart: { ApplyOn: 'x' },
    });
    assert.match(
      refusal(() => lenient.check('CreateFunction', { ...FUNCTION, FunctionName: undefined })),
      /Value null at 'functionName'/,
    );
    assert.match(
      refusal(() => lenient.check('UpdateFunctionConfiguration', { FunctionName: 'f', Runtime: 'cobol' })),
      /at 'runtime'/,
    );
  });

  test('the inner door is held to the types as well', () => {
    assert.throws(() => lambda.check('GetFunction', { FunctionName: 7 }), {
      code: 'SerializationException',
      message: 'NUMBER_VALUE can not be converted to a String',
    });
    assert.throws(() => lambda.check('GetFunction', null), { code: 'SerializationException' });
  });

  test('every pattern of every model is one that JavaScript understands', () => {
    for (const service of serviceModels) {
      for (const shape of Object.values(readModel(service).shapes)) {
        if (shape.type !== 'structure' && shape.pattern !== undefined) assert.ok(javaPattern(shape.pattern));
      }
    }
  });

  test('Java patterns match the whole value, letters of every script included', () => {
    assert.ok(javaPattern('[\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]+').test('grüße 日本_-@'));
    assert.ok(!javaPattern('[\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]+').test('a!'));
    assert.ok(!javaPattern('a|b').test('ab'));
  });
});

describe('types on the wire', () => {
  const codec = compileCodec(
    modelOf(
      ['aws-json-1.1'],
      {
        S: 'string',
        I: 'integer',
        L: 'long',
        D: 'double',
        B: 'boolean',
        X: 'blob',
        T: 'timestamp',
        List: 'Strings',
        Map: 'Names',
        Inner: 'DoRequest',
      },
      {
        shapes: { Strings: { type: 'list', of: 'string' }, Names: { type: 'map', key: 'string', of: 'string' } },
      },
    ),
  );
  const read = async (body: unknown) => (await doJson(codec, body)).read();
  const LIST = 'Start of list found where not expected';
  const MAP = 'Start of structure or map found where not expected.';

  const refused: readonly (readonly [body: string, message: string])[] = [
    ['{"S":1}', 'NUMBER_VALUE can not be converted to a String'],
    ['{"S":true}', 'TRUE_VALUE can not be converted to a String'],
    ['{"S":["x"]}', LIST],
    ['{"S":{"a":1}}', MAP],
    ['{"I":"1"}', 'STRING_VALUE can not be converted to an Integer'],
    ['{"I":false}', 'FALSE_VALUE can not be converted to an Integer'],
    ['{"I":3000000000}', 'NUMBER_VALUE can not be converted to an Integer'],
    ['{"L":"1"}', 'STRING_VALUE can not be converted to a Long'],
    ['{"D":"abc"}', 'STRING_VALUE can not be converted to a Double'],
    ['{"B":"true"}', 'STRING_VALUE can not be converted to a Boolean'],
    ['{"X":5}', 'NUMBER_VALUE can not be converted to a Byte Array'],
    ['{"X":"*"}', 'Invalid Base64 content'],
    ['{"T":"2020-01-01T00:00:00Z"}', 'STRING_VALUE can not be converted to milliseconds since epoch'],
    ['{"T":1e30}', 'NUMBER_VALUE can not be converted to milliseconds since epoch'],
    ['{"List":"x"}', 'Expected list or null'],
    ['{"List":{}}', MAP],
    ['{"List":[1]}', 'NUMBER_VALUE can not be converted to a String'],
    ['{"Map":"x"}', 'Expected null'],
    ['{"Map":{"a":1}}', 'NUMBER_VALUE can not be converted to a String'],
    ['{"Inner":1}', 'Expected null'],
    ['{"Inner":[]}', LIST],
    ['[]', LIST],
    ['{', ''],
    ['', ''],
    ['{"S":"\uD800"} x', ''],
  ];
  for (const [body, message] of refused) {
    test(`${body || 'nothing'} is refused: ${message || 'without a message'}`, async () => {
      await assert.rejects(read(body), { code: 'SerializationException', message });
    });
  }

  test('nulls count as absent, unknown members are ignored, fractions of integers are cut off', async () => {
    assert.deepEqual(
      await read('{"S":null,"List":["a",null],"Map":{"a":null,"b":"c"},"Unknown":{"x":1},"I":1.9,"D":"NaN"}'),
      { List: ['a'], Map: { b: 'c' }, I: 1, D: NaN },
    );
  });

  test('a key called __proto__ is a key like any other', async () => {
    const { Map: map } = await read('{"Map":{"__proto__":"x"}}');
    assert.deepEqual(Object.entries(map as object), [['__proto__', 'x']]);
    assert.equal(Object.getPrototypeOf(map), Object.prototype);
  });
});
