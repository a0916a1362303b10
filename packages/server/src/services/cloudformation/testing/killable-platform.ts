import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { CloudFormation } from '@aws-sdk/client-cloudformation';
import { CloudWatchLogs } from '@aws-sdk/client-cloudwatch-logs';
import { S3 } from '@aws-sdk/client-s3';

const PLATFORM = join(import.meta.dirname, 'platform-process.ts');

/** A platform in a process of its own, on a directory and a database that outlive it. */
export class PlatformProcess {
  readonly cloudformation: CloudFormation;
  readonly logs: CloudWatchLogs;
  readonly s3: S3;
  readonly #child: ChildProcess;

  private constructor(child: ChildProcess, endpoint: string) {
    const credentials = { accessKeyId: '000000000000', secretAccessKey: 'test' };
    const configuration = { endpoint, region: 'us-east-1', credentials, maxAttempts: 1 };
    this.#child = child;
    this.cloudformation = new CloudFormation(configuration);
    this.logs = new CloudWatchLogs(configuration);
    this.s3 = new S3({ ...configuration, forcePathStyle: true });
  }

  static async start(directory: string, databaseUrl = ''): Promise<PlatformProcess> {
    const child = fork(PLATFORM, [directory, databaseUrl], { stdio: 'inherit' });
    const [endpoint] = (await once(child, 'message')) as [string];
    return new PlatformProcess(child, endpoint);
  }

  /** Once no stack is being worked on. */
  async settled(): Promise<void> {
    this.#child.send('settle');
    await once(this.#child, 'message');
  }

  async kill(): Promise<void> {
    this.#child.kill('SIGKILL');
    await once(this.#child, 'exit');
  }
}
