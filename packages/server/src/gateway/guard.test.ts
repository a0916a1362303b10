import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { emptyBody } from '../protocol/wire-body.ts';
import type { WireRequest } from '../protocol/wire.ts';
import { refusalOf, type GuardOptions } from './guard.ts';
import type { Recognised } from './recognise/recognised.ts';

const open: GuardOptions = { authentication: 'open', hostNames: ['hearth'] };
const service: Recognised = { kind: 'service', service: 'iam', region: 'us-east-1' };
const health: Recognised = { kind: 'hearth', path: '/_hearth/health' };
const program: Recognised = { kind: 'data-plane', plane: 'function-url', id: 'u', region: 'us-east-1', path: '/' };

function request(headers: Record<string, string>, method = 'POST', path = '/'): WireRequest {
  return {
    method,
    path,
    query: '',
    headers: { host: '127.0.0.1:4566', ...headers },
    body: emptyBody,
    signal: new AbortController().signal,
  };
}

const table: readonly (readonly [
  title: string,
  headers: Record<string, string>,
  recognised: Recognised,
  refused: boolean,
])[] = [
  ['an SDK, which sends none of a browser’s headers, passes', {}, service, false],
  ['a page of another origin is refused', { origin: 'https://evil.example' }, service, true],
  ['a page of another port on this machine is another origin', { origin: 'http://127.0.0.1:3000' }, service, true],
  ['a sandboxed page is refused', { origin: 'null' }, service, true],
  ['Hearth’s own console passes', { origin: 'http://127.0.0.1:4566', 'sec-fetch-site': 'same-origin' }, service, false],
  ['an image of another site that points here is refused', { 'sec-fetch-site': 'cross-site' }, service, true],
  ['an image of another port that points here is refused', { 'sec-fetch-site': 'same-site' }, service, true],
  ['an address typed in by the user passes', { 'sec-fetch-site': 'none' }, service, false],
  [
    'a page may talk to a user’s program, which has CORS rules of its own',
    { origin: 'https://app.example' },
    program,
    false,
  ],
  ['a page may not ask for what nobody knows', { origin: 'https://evil.example' }, { kind: 'unknown' }, true],
  [
    'a page may not ask a service that is not there',
    { origin: 'https://evil.example' },
    { kind: 'absent', service: 's3' },
    true,
  ],
  ['localhost is known', { host: 'localhost:4566' }, service, false],
  ['names under localhost are known', { host: 'sts.localhost:4566' }, service, false],
  ['an IPv6 address is known', { host: '[::1]:4566' }, service, false],
  ['AWS’s own names are known', { host: 'iam.amazonaws.com' }, service, false],
  ['LocalStack’s name is known', { host: 'localhost.localstack.cloud:4566' }, service, false],
  ['Docker’s name for the machine is known', { host: 'host.docker.internal:4566' }, service, false],
  ['a name that the user stated is known', { host: 'HEARTH:4566' }, service, false],
  ['a name that somebody rebound to this machine is refused', { host: 'rebound.evil.example:4566' }, service, true],
  ['a name that only begins like ours is refused', { host: 'localhost.evil.example' }, service, true],
  ['a name that only ends like AWS’s is refused', { host: 'evilamazonaws.com' }, service, true],
  ['two hosts are none', { host: '127.0.0.1, evil.example' }, service, true],
];

describe('what web pages may reach', () => {
  for (const [title, headers, recognised, refused] of table) {
    test(title, () =>
      assert.equal(refusalOf(request(headers), recognised, open)?.options.status, refused ? 403 : undefined),
    );
  }

  test('buckets decide about pages that say where they come from, and others may at most show what is there', () => {
    const bucket: Recognised = { kind: 'service', service: 's3', region: 'us-east-1' };
    const refusedBy = (headers: Record<string, string>, method: string) =>
      refusalOf(request(headers, method), bucket, open) !== null;
    assert.equal(refusedBy({ origin: 'https://app.example' }, 'PUT'), false);
    assert.equal(refusedBy({ 'sec-fetch-site': 'cross-site' }, 'GET'), false);
    assert.equal(refusedBy({ 'sec-fetch-site': 'cross-site' }, 'DELETE'), true);
    assert.equal(refusedBy({ origin: 'https://evil.example', host: 'rebound.evil.example' }, 'GET'), true);
  });

  test('health can be read from anywhere, but only read', () => {
    const foreign = { origin: 'https://status.example', host: 'monitoring.example' };
    assert.equal(refusalOf(request(foreign, 'GET', '/_hearth/health'), health, open), null);
    assert.notEqual(refusalOf(request(foreign, 'POST', '/_hearth/health'), health, open), null);
  });

  test('with signatures required any host name will do, a foreign page still not', () => {
    const required: GuardOptions = { authentication: 'required', hostNames: [] };
    assert.equal(refusalOf(request({ host: 'hearth.corp.example' }), service, required), null);
    assert.notEqual(refusalOf(request({ origin: 'https://evil.example' }), service, required), null);
  });
});
