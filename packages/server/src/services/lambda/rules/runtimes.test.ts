import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkArchitecture, checkRuntime } from './runtimes.ts';

test('Node, Python and custom runtimes are taken', () => {
  for (const runtime of ['nodejs18.x', 'nodejs24.x', 'python3.13', 'provided.al2023']) checkRuntime(runtime);
});

test('a closed runtime is refused with the text that AWS uses', () => {
  assert.throws(() => checkRuntime('nodejs14.x'), {
    code: 'InvalidParameterValueException',
    message:
      'The runtime parameter of nodejs14.x is no longer supported for creating or updating AWS Lambda functions. We recommend you use a supported runtime while creating or updating functions.',
  });
});

test('an unknown runtime gets the list, without a validation prefix', () => {
  assert.throws(() => checkRuntime('cobol'), {
    message: /^Value cobol at 'runtime' failed to satisfy constraint: .*or be a valid ARN$/,
  });
});

test('a family that Hearth cannot run is refused by name', () => {
  assert.throws(() => checkRuntime('java21'), { code: 'NotImplemented', message: /java21/ });
});

test('a bootstrap for another machine is refused, an interpreted function is not', () => {
  checkArchitecture('nodejs22.x', 'arm64', 'x64');
  checkArchitecture('provided.al2023', 'x86_64', 'x64');
  assert.throws(() => checkArchitecture('provided.al2023', 'arm64', 'x64'), {
    code: 'NotImplemented',
    message: /arm64/,
  });
});
