import { type Platform, type PlatformOptions, startPlatform } from '../compose.ts';
import { jsonLogger } from '../kernel/logger.ts';

/** A whole platform inside a test, on a free port with a throw-away data directory: `await using platform = …`. */
export interface TestPlatform extends AsyncDisposable {
  readonly endpoint: string;
  readonly platform: Platform;
  /** For `new LambdaClient(platform.client)`; an account of 12 digits as the key is that account. */
  readonly client: ClientConfiguration;
  clientFor(account: string, region?: string): ClientConfiguration;
  /** The variables that point somebody else's tool at the platform. */
  readonly environment: Readonly<Record<string, string>>;
}

export interface ClientConfiguration {
  readonly endpoint: string;
  readonly region: string;
  readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string };
  readonly maxAttempts: number;
}

/** Without spares unless asked for: a test that is not about cold starts need not boot runtimes nobody uses. */
export async function startTestPlatform(options: Partial<PlatformOptions> = {}): Promise<TestPlatform> {
  const platform = await startPlatform({
    host: '127.0.0.1',
    port: 0,
    hostNames: [],
    data: { kind: 'ephemeral' },
    durability: 'process',
    spares: 0,
    logger: jsonLogger('error'),
    ...options,
  });
  const { endpoint } = platform;
  const clientFor = (account: string, region = 'us-east-1'): ClientConfiguration => ({
    endpoint,
    region,
    credentials: { accessKeyId: account, secretAccessKey: 'test' },
    maxAttempts: 1,
  });
  return {
    endpoint,
    platform,
    client: clientFor('000000000000'),
    clientFor,
    environment: {
      AWS_ENDPOINT_URL: endpoint,
      AWS_REGION: 'us-east-1',
      AWS_DEFAULT_REGION: 'us-east-1',
      AWS_ACCESS_KEY_ID: 'test',
      AWS_SECRET_ACCESS_KEY: 'test',
    },
    [Symbol.asyncDispose]: () => platform.stop(0),
  };
}
