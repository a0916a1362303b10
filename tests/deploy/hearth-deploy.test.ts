import assert from 'node:assert/strict';
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { CloudFormation, waitUntilStackCreateComplete } from '@aws-sdk/client-cloudformation';
import { startTestPlatform, type TestPlatform } from '../../packages/server/src/testing/test-platform.ts';
import { App, BIN } from './deploy-kit.ts';

let platform: TestPlatform;
const empty = mkdtempSync(join(tmpdir(), 'hearth-no-app-'));

before(async () => {
  platform = await startTestPlatform();
});

after(async () => {
  await platform[Symbol.asyncDispose]();
  rmSync(empty, { recursive: true });
});

interface Ended {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

function hearth(words: readonly string[], env: Readonly<Record<string, string>>, cwd: string): Promise<Ended> {
  return new Promise((resolve) => {
    execFile(process.execPath, [BIN, ...words], { cwd, env: { ...process.env, ...env } }, (error, stdout, stderr) =>
      resolve({ code: error ? Number(error.code) : 0, stdout, stderr }),
    );
  });
}

test('without a serverless.yml, and without a platform, it says what to do', async () => {
  const noApp = await hearth(['deploy'], { AWS_ENDPOINT_URL: platform.endpoint }, empty);
  assert.equal(noApp.code, 1);
  assert.match(noApp.stderr, /no serverless\.yml in .*\n.*Go to the directory of the app/);
  writeFileSync(join(empty, 'serverless.yml'), 'service: nobody');
  const noPlatform = await hearth(['deploy'], { AWS_ENDPOINT_URL: 'http://127.0.0.1:9' }, empty);
  assert.equal(noPlatform.code, 1);
  assert.match(noPlatform.stderr, /No Hearth answers at http:\/\/127\.0\.0\.1:9\.\n.*hearth start/);
});

test('it does not deploy to something that is not Hearth', async (t) => {
  const stranger = createServer((_, response) => response.end('{"services":{}}')).listen(0, '127.0.0.1');
  t.after(() => stranger.close());
  await new Promise((resolve) => stranger.once('listening', resolve));
  const endpoint = `http://127.0.0.1:${(stranger.address() as AddressInfo).port}`;
  writeFileSync(join(empty, 'serverless.yml'), 'service: nobody');
  const { code, stderr } = await hearth(['deploy'], { AWS_ENDPOINT_URL: endpoint }, empty);
  assert.equal(code, 1);
  assert.match(stderr, /is not Hearth/);
});

test('the exit code and the words of the tool are passed on', { timeout: 60_000 }, async (t) => {
  const app = await App.of(t, { 'serverless.yml': 'service: broken\nprovider: { name: aws }\nfunctions: 7' }, platform);
  const failed = await hearth(
    ['deploy', '.', '--stage', 'test'],
    { AWS_ENDPOINT_URL: platform.endpoint },
    app.directory,
  );
  assert.equal(failed.code, 1);
  assert.match(failed.stdout + failed.stderr, /functions/);
  const help = await hearth(['deploy', '--', '--help'], { AWS_ENDPOINT_URL: platform.endpoint }, app.directory);
  assert.equal(help.code, 0);
  assert.match(help.stdout, /--aws-profile/);
});

test('a tool on the old SDK reaches Hearth, and never AWS', { timeout: 60_000 }, async (t) => {
  const app = await App.of(
    t,
    {
      'serverless.yml': 'service: old',
      // As Serverless 3 and many plugins: SDK v2, which knows no AWS_ENDPOINT_URL.
      'node_modules/.bin/serverless': `#!${process.execPath}
const { STS } = require(${JSON.stringify(join(import.meta.dirname, '../../node_modules/aws-sdk'))});
new STS({ region: 'us-east-1' }).getCallerIdentity({}, (error, answer) => {
  console.log(error ? error.message : answer.Account, process.env.NODE_OPTIONS ?? 'no options left');
  process.exit(3);
});
`,
    },
    platform,
  );
  await app.makeExecutable('node_modules/.bin/serverless');
  const { code, stdout } = await hearth(
    ['deploy'],
    { AWS_ENDPOINT_URL: platform.endpoint, AWS_PROFILE: 'missing' },
    app.directory,
  );
  assert.equal(stdout, '000000000000 no options left\n');
  assert.equal(code, 3);
});

test('told to stop, it stops the tool and does not claim success', { timeout: 60_000 }, async (t) => {
  const tool = `#!${process.execPath}
process.on('SIGTERM', () => process.exit(0));
setInterval(() => {}, 60_000);
console.log('deploying');
`;
  const app = await App.of(t, { 'serverless.yml': 'service: slow', 'node_modules/.bin/osls': tool }, platform);
  await app.makeExecutable('node_modules/.bin/osls');
  const env = { ...process.env, AWS_ENDPOINT_URL: platform.endpoint };
  const child = spawn(process.execPath, [BIN, 'deploy'], {
    cwd: app.directory,
    env,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await once(child.stdout, 'data');
  child.kill('SIGTERM');
  const [code] = (await once(child, 'exit')) as [number];
  assert.equal(code, 128 + 15);
});

/** Deploys nothing, and leaves the state file that tells what it would have deployed. */
const IDLE_TOOL = `#!${process.execPath}
const { mkdirSync, writeFileSync } = require('node:fs');
mkdirSync('.serverless', { recursive: true });
const state = { service: { service: 'shop', provider: { stage: 'dev', region: 'us-east-1' } } };
writeFileSync('.serverless/serverless-state.json', JSON.stringify(state));
`;

/** An API with two methods and a preflight, a function and an output. */
function shop(): string {
  const method = (HttpMethod: string) => ({
    Type: 'AWS::ApiGateway::Method',
    Properties: {
      RestApiId: { Ref: 'Api' },
      ResourceId: { 'Fn::GetAtt': ['Api', 'RootResourceId'] },
      HttpMethod,
      AuthorizationType: 'NONE',
      Integration: { Type: 'MOCK' },
    },
  });
  return JSON.stringify({
    Resources: {
      Api: { Type: 'AWS::ApiGateway::RestApi', Properties: { Name: 'shop' } },
      Get: method('GET'),
      Post: method('POST'),
      Options: method('OPTIONS'),
      Deployment: {
        Type: 'AWS::ApiGateway::Deployment',
        Properties: { RestApiId: { Ref: 'Api' }, StageName: 'dev' },
        DependsOn: ['Get', 'Post', 'Options'],
      },
      Function: {
        Type: 'AWS::Lambda::Function',
        Properties: {
          FunctionName: 'shop-dev-api',
          Runtime: 'nodejs24.x',
          Handler: 'index.handler',
          Role: 'arn:aws:iam::000000000000:role/any',
          Code: { ZipFile: 'exports.handler = async () => 1' },
        },
      },
    },
    Outputs: { Greeting: { Value: 'good morning' } },
  });
}

test('what is deployed is shown: URLs, functions with how to read their logs, outputs', async (t) => {
  const cloudformation = new CloudFormation(platform.client);
  t.after(() => cloudformation.destroy());
  await cloudformation.createStack({ StackName: 'shop-dev', TemplateBody: shop() });
  await waitUntilStackCreateComplete(
    { client: cloudformation, maxWaitTime: 60, minDelay: 0.1, maxDelay: 0.1 },
    { StackName: 'shop-dev' },
  );
  const app = await App.of(t, { 'serverless.yml': 'service: shop', 'node_modules/.bin/osls': IDLE_TOOL }, platform);
  await app.makeExecutable('node_modules/.bin/osls');
  const { PhysicalResourceId: api } = (
    await cloudformation.describeStackResource({ StackName: 'shop-dev', LogicalResourceId: 'Api' })
  ).StackResourceDetail!;
  const url = `${platform.endpoint}/_aws/execute-api/${api}/dev/`;
  assert.equal(
    await app.hearth('deploy'),
    `
shop-dev is on Hearth (us-east-1)
  URLs
    GET    ${url}
    POST   ${url}
  functions
    ${'shop-dev-api'.padEnd(40)} hearth logs shop-dev-api -f
  outputs
    Greeting: good morning
`,
  );
});
