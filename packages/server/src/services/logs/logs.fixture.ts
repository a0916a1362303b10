import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { CloudWatchLogs } from '@aws-sdk/client-cloudwatch-logs';
import { type Caller, dispatchRequest } from '../../gateway/dispatch.ts';
import { listen } from '../../gateway/listener.ts';
import { ServiceHost } from '../../gateway/service-host.ts';
import { unpackEvents } from '../../engine/logs/event-packer.ts';
import { DrivenClock } from '../../kernel/driven-clock.ts';
import { uuid } from '../../kernel/ids.ts';
import { jsonLogger } from '../../kernel/logger.ts';
import { Sealer } from '../../kernel/sealer.ts';
import type { WireRequest } from '../../protocol/wire.ts';
import { openSqliteStorage } from '../../storage/sqlite/open-sqlite-storage.ts';
import { openSqliteTelemetry } from '../../storage/telemetry/open-sqlite-telemetry.ts';
import type { Host } from '../service.ts';
import type { Telemetry } from '../../storage/storage.ts';
import type { LogsState } from './state.ts';
import type { BlockRow, EventTables } from './tables.ts';

/** The service on SQLite in a fresh directory, behind the outer door and a listener, for the official client. */
export async function startLogs(t: TestContext) {
  const directory = mkdtempSync(join(tmpdir(), 'hearth-logs-'));
  const logger = jsonLogger('warn');
  const storage = openSqliteStorage({ file: join(directory, 'state.db'), durability: 'process', logger });
  const telemetry = openSqliteTelemetry({ file: join(directory, 'telemetry.db'), durability: 'process', logger });
  const clock = new DrivenClock();
  const host = {
    storage,
    telemetry,
    clock,
    logger,
    sealer: new Sealer(randomBytes(32)),
    aws: () => ({}),
  } as unknown as Host;
  const services = new ServiceHost(() => host);
  const state = (await services.get('logs')).state as LogsState;
  const listener = await listen({ host: '127.0.0.1', port: 0, logger }, (request) =>
    dispatchRequest(services, host, 'logs', callerOf(request), request),
  );
  const clients: CloudWatchLogs[] = [];
  t.after(async () => {
    for (const client of clients) client.destroy();
    await listener.stop();
    await services.stop();
    await telemetry.close();
    await storage.close();
    rmSync(directory, { recursive: true });
  });
  const client = (account = '123456789012', region = 'us-east-1') => {
    const made = new CloudWatchLogs({
      endpoint: listener.endpoint,
      region,
      maxAttempts: 1,
      credentials: { accessKeyId: account, secretAccessKey: 'secret' },
    });
    clients.push(made);
    return made;
  };
  return { client, state, clock, storage, telemetry };
}

/** Of every event that is kept, whether its stream is there or not. */
export async function storedMessages(telemetry: Telemetry): Promise<string[]> {
  const blocks = await telemetry.read<EventTables, BlockRow[]>((db) =>
    db.selectFrom('logsBlocks').selectAll().orderBy('seq').execute(),
  );
  return blocks.flatMap(({ events }) => unpackEvents(events).map(({ message }) => message));
}

/** The account is the access key, as on unauthenticated loopback. */
function callerOf({ headers, signal }: WireRequest): Caller {
  const [, account = '', region = ''] = /Credential=(\d+)\/\d+\/([^/]+)\//.exec(headers.authorization ?? '') ?? [];
  return { requestId: uuid(), principal: { kind: 'anonymous' }, account, region, signal };
}
