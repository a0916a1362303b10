import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import type { TestContext } from 'node:test';
import { silentLogger, type Logger } from '../kernel/logger.ts';
import { Sealer } from '../kernel/sealer.ts';
import { SessionIssuer } from '../kernel/sessions.ts';
import { readModel } from '../protocol/model-files.ts';
import { compileCodec } from '../protocol/service-codec.ts';
import { SigningKeys } from '../protocol/sigv4/signing-key.ts';
import type { ServiceName } from '../services/service.ts';
import { issuedCredentials } from './credentials.ts';
import type { Caller } from './dispatch.ts';
import { listen } from './listener.ts';
import { createGateway, type Behind, type GatewayOptions } from './pipeline.ts';

export const sessions = new SessionIssuer(new Sealer(randomBytes(32)));
export const ROLE = { account: '111122223333', arn: 'arn:aws:sts::111122223333:assumed-role/r/s', userId: 'AROAX:s' };
export const codecOf = (name: ServiceName) => compileCodec(readModel(name));

/** A service that answers who called, behind the real gateway and a real socket. */
export async function start(
  t: TestContext,
  overrides: Partial<Behind> = {},
  options: Partial<GatewayOptions> = {},
  logger: Logger = silentLogger,
) {
  const callers: Caller[] = [];
  const behind: Behind = {
    codec: async (name) => codecOf(name),
    facts: () => ({
      version: '1.2.3',
      pid: 1,
      endpoint: listener.endpoint,
      startedAt: 0,
      installing: [],
      services: { lambda: 'running', sts: 'available' },
    }),
    async service(name, caller, request) {
      callers.push(caller);
      const match = await codecOf(name).match(request);
      await match.read();
      const arn = caller.principal.kind === 'identity' ? caller.principal.arn : `arn:aws:iam::${caller.account}:root`;
      return match.write({ Account: caller.account, Arn: arn, UserId: caller.region }, caller.requestId);
    },
    ...overrides,
  };
  const gateway = createGateway({
    authentication: 'open',
    credentials: issuedCredentials(sessions, async () => null),
    keys: new SigningKeys(),
    now: Date.now,
    hostNames: [],
    logger,
    behind,
    ...options,
  });
  const listener = await listen({ host: '127.0.0.1', port: 0, logger }, gateway);
  t.after(() => listener.stop());
  const client = {
    endpoint: listener.endpoint,
    region: 'eu-west-1',
    maxAttempts: 1,
    credentials: { accessKeyId: '444455556666', secretAccessKey: 'x' },
  };
  return { endpoint: listener.endpoint, callers, client };
}

export const failed = (name: string, status: number) => (error: unknown) => {
  assert.ok(error instanceof Error && '$metadata' in error, String(error));
  assert.deepEqual([error.name, (error.$metadata as { httpStatusCode: number }).httpStatusCode], [name, status]);
  return true;
};
export const answered = async (response: Response) => [response.status, await response.json()] as const;
