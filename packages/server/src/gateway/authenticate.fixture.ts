import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { AwsError } from '../kernel/errors.ts';
import { accessKeyId } from '../kernel/ids.ts';
import { Sealer } from '../kernel/sealer.ts';
import { SessionIssuer } from '../kernel/sessions.ts';
import { presentedCredential } from '../protocol/sigv4/credential.ts';
import type { ErrorFamily } from '../protocol/sigv4/errors.ts';
import { signRequest, type Credentials } from '../protocol/sigv4/sign.ts';
import { SigningKeys } from '../protocol/sigv4/signing-key.ts';
import { bytesBody } from '../protocol/wire-body.ts';
import type { WireRequest } from '../protocol/wire.ts';
import { authenticate, type AuthenticationOptions } from './authenticate.ts';
import { issuedCredentials, type AccessKey } from './credentials.ts';

export const NOW = Date.parse('2026-01-31T12:00:00Z');
export const ACCOUNT = '111122223333';
export const USER = { accessKeyId: accessKeyId('AKIA', ACCOUNT), secretAccessKey: 'user-secret' };
export const OFF = { accessKeyId: accessKeyId('AKIA', ACCOUNT), secretAccessKey: 'off-secret' };
export const sessions = new SessionIssuer(new Sealer(randomBytes(32)));
export const claims = {
  account: ACCOUNT,
  arn: `arn:aws:sts::${ACCOUNT}:assumed-role/r/s`,
  userId: 'AROAX:s',
  expiresAt: NOW + 3_600_000,
};

export const keyOf = (secretAccessKey: string, active: boolean): AccessKey => ({
  account: ACCOUNT,
  userArn: `arn:aws:iam::${ACCOUNT}:user/u`,
  userId: 'AIDAX',
  secretAccessKey,
  active,
});
export const accessKeys: Record<string, AccessKey> = {
  [USER.accessKeyId]: keyOf('user-secret', true),
  [OFF.accessKeyId]: keyOf('off-secret', false),
};
export const optionsFor = (authentication: 'open' | 'required'): AuthenticationOptions => ({
  authentication,
  credentials: issuedCredentials(sessions, async (id) => accessKeys[id] ?? null),
  keys: new SigningKeys(),
  now: () => NOW,
});
export const open = optionsFor('open');
export const required = optionsFor('required');

export interface Sent {
  readonly credentials: Credentials;
  readonly body?: string;
  readonly service?: string;
  readonly at?: number;
}

export function wire(headers: Record<string, string>, body = '', path = '/', query = ''): WireRequest {
  return {
    method: 'POST',
    path,
    query,
    headers,
    body: bytesBody(Buffer.from(body)),
    signal: new AbortController().signal,
  };
}

export function signed({ credentials, body = '{}', service = 'lambda', at = NOW }: Sent): WireRequest {
  const headers = signRequest({
    method: 'POST',
    url: new URL('http://127.0.0.1:4566/'),
    body,
    service,
    region: 'eu-west-1',
    credentials,
    date: new Date(at),
  });
  return wire(headers, body);
}

export const enter = async (request: WireRequest, options = open, family: ErrorFamily = 'rest-json') =>
  authenticate(request, { credential: presentedCredential(request), family, anonymousAllowed: false }, options);

export const refused = (code: string, status: number, message?: RegExp) => (error: unknown) => {
  assert.ok(error instanceof AwsError, String(error));
  assert.deepEqual([error.code, error.options.status], [code, status]);
  if (message) assert.match(error.message, message);
  return true;
};
