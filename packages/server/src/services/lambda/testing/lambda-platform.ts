import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { zipSync } from 'fflate';
import { answerDownload, downloadToken } from '../../../gateway/code-download.ts';
import { dispatchRequest, innerDoor } from '../../../gateway/dispatch.ts';
import { type Listener, listen } from '../../../gateway/listener.ts';
import { ServiceHost } from '../../../gateway/service-host.ts';
import { DrivenClock } from '../../../kernel/driven-clock.ts';
import { uuid } from '../../../kernel/ids.ts';
import { silentLogger } from '../../../kernel/logger.ts';
import { Sealer } from '../../../kernel/sealer.ts';
import { SessionIssuer } from '../../../kernel/sessions.ts';
import type { WireRequest, WireResponse } from '../../../protocol/wire.ts';
import { type FileBlobs, openFileBlobs } from '../../../storage/file-blobs.ts';
import { openPostgresStorage } from '../../../storage/postgres/open-postgres-storage.ts';
import { openSqliteStorage } from '../../../storage/sqlite/open-sqlite-storage.ts';
import type { Storage, Telemetry } from '../../../storage/storage.ts';
import type { AwsClients, Host, Principal } from '../../service.ts';
import type { LambdaState } from '../state.ts';
import { ScriptedEngine } from './scripted-engine.ts';

export const ROLE = 'arn:aws:iam::000000000000:role/worker';
export const REGION = 'us-east-1';
export const ACCOUNT = '000000000000';

/** Lambda alone behind the real gateway's listener and dispatch, on real storage, with a scripted engine. */
export class LambdaPlatform {
  readonly engine = new ScriptedEngine();
  readonly clock = new DrivenClock();
  readonly #directory: string;
  readonly #key: Buffer;
  #abort = new AbortController();
  #storage!: Storage;
  #blobs!: FileBlobs;
  #services!: ServiceHost;
  #listener!: Listener;
  #host!: Host;
  state!: LambdaState;

  readonly #databaseUrl: string | undefined;

  private constructor(directory: string, key: Buffer, databaseUrl: string | undefined) {
    this.#directory = directory;
    this.#key = key;
    this.#databaseUrl = databaseUrl;
  }

  /** On SQLite, unless a PostgreSQL database is given. */
  static async start({ databaseUrl }: { readonly databaseUrl?: string } = {}): Promise<LambdaPlatform> {
    const directory = await mkdtemp(join(tmpdir(), 'hearth-lambda-'));
    const platform = new LambdaPlatform(directory, randomBytes(32), databaseUrl);
    await platform.#open();
    return platform;
  }

  get endpoint(): string {
    return this.#listener.endpoint;
  }

  client(account = ACCOUNT): LambdaClient {
    return new LambdaClient({
      endpoint: this.endpoint,
      region: REGION,
      credentials: { accessKeyId: account, secretAccessKey: 'test' },
      maxAttempts: 1,
    });
  }

  /** The inner door, acting as `principal`. */
  aws(principal: Principal): AwsClients {
    return this.#host.aws({ account: ACCOUNT, region: REGION }, principal);
  }

  /** Resolves when no function changes its state and no event waits to run. */
  async settled(): Promise<void> {
    await this.state.preparation.idle();
    await this.state.queue.idle();
  }

  /** As a platform that is stopped, or killed, and started again on the same data. */
  async restart(): Promise<void> {
    await this.#close();
    await this.#open();
  }

  async stop(): Promise<void> {
    await this.#close();
    await rm(this.#directory, { recursive: true });
  }

  async #open(): Promise<void> {
    const sealer = new Sealer(this.#key);
    this.#abort = new AbortController();
    this.#storage = await this.#openStorage();
    this.#blobs = await openFileBlobs({
      directory: join(this.#directory, 'blobs'),
      storage: this.#storage,
      durability: 'process',
      logger: silentLogger,
    });
    this.#services = new ServiceHost(() => this.#host);
    this.#host = {
      storage: this.#storage,
      telemetry: {} as Telemetry,
      blobs: this.#blobs,
      clock: this.clock,
      logger: silentLogger,
      sealer,
      sessions: new SessionIssuer(sealer),
      engine: this.engine,
      endpoint: () => this.endpoint,
      aws: (scope, principal) => innerDoor(this.#services, () => this.#host, scope, principal),
      signal: this.#abort.signal,
    };
    this.#listener = await listen({ host: '127.0.0.1', port: 0, logger: silentLogger }, (request) =>
      this.#answer(request),
    );
    this.state = (await this.#services.get('lambda')).state as LambdaState;
  }

  async #openStorage(): Promise<Storage> {
    const logger = silentLogger;
    if (this.#databaseUrl !== undefined) return openPostgresStorage({ url: this.#databaseUrl, logger });
    return openSqliteStorage({ file: join(this.#directory, 'state.sqlite'), durability: 'process', logger });
  }

  async #close(): Promise<void> {
    this.#abort.abort();
    await this.#listener.stop();
    await this.#services.stop();
    await this.#blobs.close();
    await this.#storage.close();
  }

  async #answer(request: WireRequest): Promise<WireResponse> {
    const token = downloadToken(request.path);
    if (token !== null) return answerDownload(request, token, (name) => this.state.downloads.open(name));
    const account = /Credential=(\d{12})\//.exec(request.headers.authorization ?? '')?.[1] ?? ACCOUNT;
    const principal: Principal = { kind: 'anonymous' };
    return dispatchRequest(
      this.#services,
      this.#host,
      'lambda',
      { requestId: uuid(), principal, account, region: REGION, signal: request.signal },
      request,
    );
  }
}

/** The same bytes for the same source, whenever it is called. */
export function zipOf(source = 'exports.handler = async () => "hello"', name = 'index.js'): Uint8Array {
  return zipSync({ [name]: Buffer.from(source) }, { mtime: '2026-01-01' });
}

/** What CreateFunction needs at least. */
export function functionInput(name: string, source?: string) {
  return {
    FunctionName: name,
    Role: ROLE,
    Runtime: 'nodejs22.x' as const,
    Handler: 'index.handler',
    Code: { ZipFile: zipOf(source) },
  };
}
