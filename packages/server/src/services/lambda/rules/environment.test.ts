import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkEnvironment } from './environment.ts';

test('reserved keys are refused by name, others like TZ and PATH are not', () => {
  checkEnvironment({
    TZ: 'UTC',
    PATH: '/opt/bin',
    NODE_OPTIONS: '--trace-warnings',
    AWS_XRAY_CONTEXT_MISSING: 'LOG_ERROR',
  });
  assert.throws(() => checkEnvironment({ TZ: 'UTC', AWS_REGION: 'x', _HANDLER: 'y' }), {
    code: 'InvalidParameterValueException',
    message:
      'Lambda was unable to configure your environment variables because the environment variables you have provided contains reserved keys that are currently not supported for modification. Reserved keys used in this request: AWS_REGION, _HANDLER',
  });
});

test('4096 bytes of compact JSON fit, one more does not', () => {
  const room = 4096 - JSON.stringify({ KEY: '' }).length;
  checkEnvironment({ KEY: 'x'.repeat(room) });
  assert.throws(() => checkEnvironment({ KEY: 'x'.repeat(room + 1) }), {
    message: /exceeded the 4KB limit\. String measured: \{"KEY":"x+"\}$/,
  });
});

test('the limit counts bytes, not characters', () => {
  assert.throws(() => checkEnvironment({ KEY: 'é'.repeat(2048) }), { message: /4KB limit/ });
});
