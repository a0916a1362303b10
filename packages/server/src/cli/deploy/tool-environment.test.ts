import assert from 'node:assert/strict';
import { test } from 'node:test';
import { toolEnvironment } from './tool-environment.ts';

const TARGET = {
  endpoint: 'http://127.0.0.1:4566',
  region: 'eu-west-1',
  accessKeyId: 'hearth',
  secretAccessKey: 'hearth',
};

test('a tool is sent here by variables, with credentials when the shell has none', () => {
  const env = toolEnvironment({ HOME: '/home/me' }, TARGET, '--require x');
  assert.equal(env.HOME, '/home/me');
  assert.deepEqual(
    [env.AWS_ENDPOINT_URL, env.AWS_ACCESS_KEY_ID, env.AWS_SECRET_ACCESS_KEY, env.AWS_REGION],
    ['http://127.0.0.1:4566', 'hearth', 'hearth', 'eu-west-1'],
  );
  assert.deepEqual([env.SLS_AWS_SDK_V3, env.SLS_AWS_MONITORING_FREQUENCY], ['1', '200']);
  assert.equal(env.NODE_OPTIONS, '--require x');
});

test('nothing that would lead a part of the traffic to AWS is passed on', () => {
  const env = toolEnvironment(
    {
      AWS_ENDPOINT_URL: 'http://localhost:4566',
      AWS_ENDPOINT_URL_S3: 'https://s3.amazonaws.com',
      AWS_IGNORE_CONFIGURED_ENDPOINT_URLS: 'true',
      AWS_PROFILE: 'production',
      AWS_DEFAULT_PROFILE: 'production',
      NO_PROXY: 'intranet',
    },
    TARGET,
    '',
  );
  assert.deepEqual(
    Object.keys(env)
      .filter((name) => name.startsWith('AWS_'))
      .toSorted(),
    ['AWS_ACCESS_KEY_ID', 'AWS_ENDPOINT_URL', 'AWS_REGION', 'AWS_SECRET_ACCESS_KEY'],
  );
  assert.equal(env.AWS_ENDPOINT_URL, 'http://127.0.0.1:4566');
  assert.equal(env.NO_PROXY, 'intranet,127.0.0.1');
});

test('what the user has set about the tool itself stays', () => {
  const env = toolEnvironment(
    {
      SLS_AWS_MONITORING_FREQUENCY: '1000',
      NODE_OPTIONS: '--max-old-space-size=4096',
      AWS_ACCESS_KEY_ID: 'k',
      AWS_SECRET_ACCESS_KEY: 's',
      AWS_PROFILE: 'mine',
    },
    { ...TARGET, accessKeyId: 'k', secretAccessKey: 's' },
    '--require x',
  );
  assert.equal(env.SLS_AWS_MONITORING_FREQUENCY, '1000');
  assert.equal(env.NODE_OPTIONS, '--max-old-space-size=4096 --require x');
  assert.deepEqual([env.AWS_ACCESS_KEY_ID, env.AWS_PROFILE], ['k', 'mine']);
});
