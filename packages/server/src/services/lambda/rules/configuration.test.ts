import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readArchitecture, readNewSettings, readSettings } from './configuration.ts';
import { refuseCodeSources, refuseUnsupported } from './refusals.ts';

const input = { Runtime: 'nodejs22.x', Handler: 'index.handler', Role: 'arn:aws:iam::000000000000:role/r' };

test('a new function gets the defaults of AWS', () => {
  assert.deepEqual(readNewSettings('hello', input), {
    runtime: 'nodejs22.x',
    handler: 'index.handler',
    role: input.Role,
    description: '',
    timeoutSeconds: 3,
    memoryMb: 128,
    ephemeralStorageMb: 512,
    logging: { format: 'Text', group: '/aws/lambda/hello' },
  });
});

test('a zip needs a runtime and a handler', () => {
  assert.throws(() => readNewSettings('hello', { ...input, Handler: undefined }), {
    message: /^Runtime and Handler are mandatory/,
  });
});

test('an update replaces the variables as a whole and keeps what it does not name', () => {
  const before = readNewSettings('hello', { ...input, Timeout: 10, Environment: { Variables: { KEY_A: '1' } } });
  const after = readSettings({ Environment: { Variables: { KEY_B: '2' } } }, before);
  assert.deepEqual(after, { ...before, environment: { KEY_B: '2' } });
  assert.deepEqual(readSettings({ MemorySize: 256 }, before), { ...before, memoryMb: 256 });
});

test('JSON logs have levels, text logs have none', () => {
  const json = readNewSettings('hello', { ...input, LoggingConfig: { LogFormat: 'JSON' } });
  assert.deepEqual(json.logging, {
    format: 'JSON',
    group: '/aws/lambda/hello',
    applicationLevel: 'INFO',
    systemLevel: 'INFO',
  });
  assert.deepEqual(readSettings({ LoggingConfig: { LogFormat: 'Text' } }, json).logging, {
    format: 'Text',
    group: '/aws/lambda/hello',
  });
  assert.throws(() => readNewSettings('hello', { ...input, LoggingConfig: { SystemLogLevel: 'WARN' } }), {
    message: /^Log level is not supported/,
  });
});

test('timeout and memory have limits', () => {
  assert.throws(() => readNewSettings('hello', { ...input, Timeout: 901 }), {
    message:
      "1 validation error detected: Value '901' at 'timeout' failed to satisfy constraint: Member must have value less than or equal to 900",
  });
  assert.throws(() => readNewSettings('hello', { ...input, MemorySize: 10241 }), {
    message: /'MemorySize' value failed/,
  });
});

test('a function has one architecture', () => {
  assert.equal(readArchitecture('nodejs22.x', undefined), 'x86_64');
  assert.equal(readArchitecture('nodejs22.x', ['arm64']), 'arm64');
  assert.throws(() => readArchitecture('nodejs22.x', ['arm64', 'x86_64']), { code: 'ValidationException' });
});

test('what deploy tools send in its empty form is taken, in its filled form refused by path', () => {
  refuseUnsupported({
    PackageType: 'Zip',
    VpcConfig: { SubnetIds: [], SecurityGroupIds: [] },
    TracingConfig: { Mode: 'PassThrough' },
    DeadLetterConfig: { TargetArn: '' },
    SnapStart: { ApplyOn: 'None' },
  });
  assert.throws(() => refuseUnsupported({ VpcConfig: { SubnetIds: ['s'] } }), {
    code: 'NotImplemented',
    message: /VpcConfig\.SubnetIds/,
  });
  assert.throws(() => refuseUnsupported({ TracingConfig: { Mode: 'Active' } }), {
    message: /TracingConfig\.Mode Active/,
  });
  assert.throws(() => refuseUnsupported({ DeadLetterConfig: { TargetArn: 'arn' } }), {
    message: /DeadLetterConfig\.TargetArn/,
  });
  assert.throws(() => refuseCodeSources({ ImageUri: 'image' }, 'Code.'), {
    code: 'NotImplemented',
    message: /Code\.ImageUri/,
  });
});
