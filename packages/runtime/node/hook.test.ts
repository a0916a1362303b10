import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { after, before, describe, it } from 'node:test';

import { builtRuntime } from '../test-support/built-runtime.ts';
import { FunctionFixture, type Files } from '../test-support/function-fixture.ts';

const start = builtRuntime();
const SDK_V2 = createRequire(import.meta.url).resolve('aws-sdk');
const CREDENTIALS = { AWS_ACCESS_KEY_ID: 'k', AWS_SECRET_ACCESS_KEY: 's', AWS_REGION: 'eu-west-1' };
const GET = `https => new Promise((resolve, reject) => {
  const request = https.request('https://sqs.eu-west-1.amazonaws.com/path?q=1', { method: 'POST' }, response => {
    let text = ''; const { encrypted, authorized } = response.socket;
    response.on('data', chunk => { text += chunk; }).on('end', () => resolve({ status: response.statusCode, text, encrypted, authorized }));
  });
  request.on('error', reject).end('body');
})`;
const WAYS: Readonly<Record<string, Files>> = {
  'https.request from CommonJS': {
    'index.js': `const https = require('https'); exports.handler = async () => (${GET})(https);`,
  },
  'https.request from an ES module': {
    'index.mjs': `import https from 'node:https'; export const handler = async () => (${GET})(https);`,
  },
  'https.request by its imported name': {
    'index.mjs': `import { request } from 'https'; export const handler = async () => (${GET})({ request });`,
  },
  'a dynamic import in CommonJS': { 'index.js': `exports.handler = async () => (${GET})(await import('node:https'));` },
  'https.request through a keep-alive agent': {
    'index.js': `const https = require('https'); const agent = new https.Agent({ keepAlive: true });
      const get = ${GET}; exports.handler = async () => { await get({ request: (url, o, f) => https.request(url, { ...o, agent }, f) }); return get({ request: (url, o, f) => https.request(url, { ...o, agent }, f) }); };`,
  },
  fetch: {
    'index.js': `exports.handler = async () => { const r = await fetch('https://sqs.eu-west-1.amazonaws.com/path?q=1', { method: 'POST', body: 'body' }); return { status: r.status, text: await r.text(), encrypted: true, authorized: true }; };`,
  },
  'a worker thread': {
    'index.js': `const { Worker } = require('worker_threads'); exports.handler = async () => new Promise((resolve, reject) => {
      new Worker(__dirname + '/worker.js').on('message', resolve).on('error', reject); });`,
    'worker.js': `(${GET})(require('https')).then(answer => require('worker_threads').parentPort.postMessage(answer));`,
  },
  'a worker thread started and running as an ES module': {
    'index.mjs': `import { Worker } from 'node:worker_threads'; export const handler = async () => new Promise((resolve, reject) => {
      new Worker(new URL('./worker.mjs', import.meta.url)).on('message', resolve).on('error', reject); });`,
    'worker.mjs': `import https from 'https'; import { parentPort } from 'worker_threads'; parentPort.postMessage(await (${GET})(https));`,
  },
};

for (const major of [18, 20, 22, 24]) {
  describe(`the AWS hook on Node.js ${major}`, () => {
    let server: Server;
    let awsPort: number;
    before(async () => {
      server = createServer((request, response) => {
        let body = '';
        request.on('data', (chunk) => (body += String(chunk)));
        request.on('end', () => {
          const json = request.headers['x-amz-target'] !== undefined;
          response.end(json ? '{"Keys":[]}' : `${request.method} ${request.headers.host} ${request.url} ${body}`);
        });
      }).listen(0, '127.0.0.1');
      await once(server, 'listening');
      awsPort = (server.address() as AddressInfo).port;
    });
    after(() => {
      server.closeAllConnections();
      server.close();
    });

    const run = async (files: Files, env: Record<string, string> = {}): Promise<unknown> => {
      await using fixture = await FunctionFixture.create(await start(`nodejs${major}.x`), files);
      const runtime = await fixture.boot();
      const init = await runtime.init(fixture.message('index.handler', { awsPort, env }));
      assert.equal(init.body.toString(), '');
      return JSON.parse((await runtime.invoke({})).body.toString());
    };

    for (const [way, files] of Object.entries(WAYS)) {
      it(`turns ${way} to the platform, the Host header untouched`, async () => {
        const text = 'POST sqs.eu-west-1.amazonaws.com /path?q=1 body';
        assert.deepEqual(await run(files), { status: 200, text, encrypted: true, authorized: true });
      });
    }

    it('serves SDK v2 without any setting', async () => {
      const code = `const AWS = require(${JSON.stringify(SDK_V2)}); exports.handler = async () => (await new AWS.KMS().listKeys().promise());`;
      assert.deepEqual(
        await run({ 'index.js': code }, { ...CREDENTIALS, AWS_SDK_JS_SUPPRESS_MAINTENANCE_MODE_MESSAGE: '1' }),
        { Keys: [] },
      );
    });

    it('leaves other hosts alone', async () => {
      const code = `const tls = require('tls'); exports.handler = async () => new Promise(resolve => {
        tls.connect({ host: '127.0.0.1', servername: 'notamazonaws.com', port: process.env.PORT }).on('secureConnect', () => resolve('plain')).on('error', error => resolve(error.code)); });`;
      // A plain HTTP server does not speak TLS: the real handshake fails.
      assert.match(String(await run({ 'index.js': code }, { PORT: String(awsPort) })), /^(ERR_SSL|EPROTO|ECONNRESET)/);
    });

    it('does not show in the environment of the function', async () => {
      const names = (await run({ 'index.js': 'exports.handler = async () => Object.keys(process.env);' })) as string[];
      assert.ok(!names.some((name) => /hearth/i.test(name)));
    });
  });
}
