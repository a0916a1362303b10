import { type ChildProcess, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import {
  CreateFunctionCommand,
  LambdaClient,
  UpdateFunctionConfigurationCommand,
  waitUntilFunctionActiveV2,
  waitUntilFunctionUpdatedV2,
} from '@aws-sdk/client-lambda';
import { strToU8, zipSync } from 'fflate';

export const BIN = 'packages/server/bin/hearth';

/** A running platform, started as a user starts it, with a throw-away data directory. */
export class Hearth {
  readonly endpoint: string;
  readonly #process: ChildProcess;
  readonly #lambda: LambdaClient;

  private constructor(process: ChildProcess, endpoint: string) {
    this.#process = process;
    this.endpoint = endpoint;
    this.#lambda = new LambdaClient({
      endpoint,
      region: 'us-east-1',
      credentials: { accessKeyId: 'bench', secretAccessKey: 'bench' },
    });
  }

  static start(...args: string[]): Promise<Hearth> {
    const child = spawn(process.execPath, [BIN, 'start', '--port', '0', '--ephemeral', '--json', ...args], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    return new Promise((resolve, reject) => {
      child.once('exit', (code) => reject(new Error(`the platform ended with exit code ${code}`)));
      createInterface({ input: child.stdout }).once('line', (line) =>
        resolve(new Hearth(child, (JSON.parse(line) as { endpoint: string }).endpoint)),
      );
    });
  }

  /** Resident memory of the platform's process alone. */
  memoryMb(): number {
    const status = readFileSync(`/proc/${this.#process.pid}/status`, 'utf8');
    return Number(/VmRSS:\s+(\d+) kB/.exec(status)?.[1]) / 1024;
  }

  async create(FunctionName: string, source: string): Promise<void> {
    const code = { ZipFile: zipSync({ 'index.js': strToU8(source) }) };
    const role = 'arn:aws:iam::000000000000:role/bench';
    await this.#lambda.send(
      new CreateFunctionCommand({
        FunctionName,
        Runtime: 'nodejs24.x',
        Handler: 'index.handler',
        Role: role,
        MemorySize: 1769,
        Code: code,
      }),
    );
    await waitUntilFunctionActiveV2(
      { client: this.#lambda, maxWaitTime: 120, minDelay: 1, maxDelay: 1 },
      { FunctionName },
    );
  }

  /** Makes the next invocation a cold one: another configuration is another revision. */
  async revise(FunctionName: string, revision: number): Promise<void> {
    await this.#lambda.send(
      new UpdateFunctionConfigurationCommand({
        FunctionName,
        Environment: { Variables: { REVISION: String(revision) } },
      }),
    );
    await waitUntilFunctionUpdatedV2(
      { client: this.#lambda, maxWaitTime: 120, minDelay: 1, maxDelay: 1 },
      { FunctionName },
    );
  }

  invokeUrl(name: string): string {
    return `${this.endpoint}/2015-03-31/functions/${name}/invocations`;
  }

  async stop(): Promise<void> {
    const exited = new Promise((resolve) => this.#process.once('exit', resolve));
    this.#process.kill('SIGTERM');
    await exited;
  }
}

/** What an unsigned client must say so that the platform knows which service is meant. */
export const INVOKE_HEADERS = {
  'content-type': 'application/json',
  authorization:
    'AWS4-HMAC-SHA256 Credential=bench/20260101/us-east-1/lambda/aws4_request, SignedHeaders=host, Signature=0',
};
