/**
 * `npm run demo`: starts Hearth on a free port with a fresh data directory, deploys examples/hello to it with the real
 * deploy tool, calls it over HTTP and through the SDK, changes it, shows its log, and removes it. Exit code 0 only if all
 * of it really worked.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { styleText } from 'node:util';
import { APIGatewayClient, GetRestApisCommand } from '@aws-sdk/client-api-gateway';
import { CloudFormationClient, DescribeStacksCommand } from '@aws-sdk/client-cloudformation';
import { CloudWatchLogsClient, FilterLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs';
import { InvokeCommand, LambdaClient, ListFunctionsCommand } from '@aws-sdk/client-lambda';
import { ListBucketsCommand, S3Client } from '@aws-sdk/client-s3';

const EXAMPLE = 'examples/hello';
const HEARTH = 'packages/server/bin/hearth';
/** Lines of `hearth deploy` worth a newcomer's waiting. */
const PROGRESS = /^(Installing |osls \S+ is installed)/;

const dim = (text: string) => styleText('dim', text);
const bold = (text: string) => styleText('bold', text);
const work = mkdtempSync(join(tmpdir(), 'hearth-demo-'));
const app = join(work, 'hello');
let platform: ChildProcess | undefined;

try {
  await demonstrate();
} catch (error) {
  console.error(`\n${styleText('red', 'The demo failed:')} ${error instanceof Error ? error.message : String(error)}`);
  console.error('`npx hearth doctor` tells what this machine can do.');
  process.exitCode = 1;
} finally {
  await stop();
  rmSync(work, { recursive: true, force: true });
}

interface Connection {
  readonly endpoint: string;
  readonly region: string;
  readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string };
}

interface Deployed {
  readonly functionName: string;
  readonly url: string;
}

async function demonstrate(): Promise<void> {
  console.log(
    `\n${bold('Hearth')}: AWS Lambda at home. No Docker, no account; the deploy tool and the SDK are the real ones.\n`,
  );
  const endpoint = await told(
    'starting the platform on a free port, with a fresh data directory',
    start,
    (url) => `listening at ${url}`,
  );
  const connection = { endpoint, region: 'us-east-1', credentials: { accessKeyId: 'demo', secretAccessKey: 'demo' } };
  cpSync(EXAMPLE, app, { recursive: true });

  const { functionName, url } = await told(
    `deploying ${EXAMPLE}/serverless.yml`,
    () => deploy(endpoint),
    (deployed) => `it answers at ${deployed.url}`,
  );
  const first = await told(
    'calling it over HTTP',
    () => get(url, 'Hello from Lambda!'),
    (answer) => `"${answer.message}"`,
  );
  await told(
    'invoking it through the SDK',
    () => invoke(connection, functionName),
    (answer) => `"${answer.message}"`,
  );
  changeMessage('Hello from Lambda!', 'Hello from Hearth!');
  await told(
    'changing its message and deploying again',
    () => deploy(endpoint),
    () => 'deployed',
  );
  await told(
    'calling it again',
    () => get(url, 'Hello from Hearth!'),
    (answer) => `"${answer.message}"`,
  );
  const log = await told(
    'reading its log',
    () => readLog(connection, functionName),
    (lines) => `${lines.length} lines`,
  );
  await told(
    'removing it',
    () => remove(connection),
    () => 'nothing is left: no stack, no function, no API, no bucket',
  );

  console.log(`\n${bold('Its first answer')}\n${indent(JSON.stringify(first, null, 2))}`);
  console.log(
    `\n${bold('The end of its log')}, as CloudWatch Logs gives it; long lines are cut here\n${indent(log.slice(-5).map(cut).join('\n'))}`,
  );
  console.log(`\n${bold('What next')}
  npx hearth start                       the platform on port 4566, where AWS tools already look
  npx hearth deploy examples/rest-api    an app with more to it; or your own serverless.yml
  eval "$(npx hearth env)"               point this shell's SDKs, the AWS CLI and boto3 at it
  npx hearth --help                      everything else; README.md tells the story\n`);
}

/** Starts the platform the way a user would, and resolves to its endpoint. */
function start(): Promise<string> {
  const child = spawn(process.execPath, [HEARTH, 'start', '--port', '0', '--data', join(work, 'data'), '--json'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  platform = child;
  return new Promise((resolve, reject) => {
    child.once('exit', (code) => reject(new Error(`the platform ended with exit code ${code}`)));
    createInterface({ input: child.stdout }).once('line', (line) =>
      resolve((JSON.parse(line) as { endpoint: string }).endpoint),
    );
  });
}

async function deploy(endpoint: string): Promise<Deployed> {
  interface Report {
    readonly apps: readonly {
      readonly functions: readonly string[];
      readonly endpoints: readonly { readonly url: string }[];
    }[];
  }
  const { apps } = JSON.parse(await hearth(endpoint, 'deploy', app, '--json')) as Report;
  const [functionName] = apps[0]?.functions ?? [];
  const [found] = apps[0]?.endpoints ?? [];
  if (!functionName || !found) throw new Error(`the deployment has no function or no URL: ${JSON.stringify(apps)}`);
  return { functionName, url: found.url };
}

/** Runs a command of Hearth's and resolves to its standard output; what the tool says is shown only when it fails. */
async function hearth(endpoint: string, ...words: readonly string[]): Promise<string> {
  const child = spawn(process.execPath, [HEARTH, ...words], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, AWS_ENDPOINT_URL: endpoint, AWS_ACCESS_KEY_ID: 'demo', AWS_SECRET_ACCESS_KEY: 'demo' },
  });
  let stdout = '';
  let said = '';
  child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
  createInterface({ input: child.stderr }).on('line', (line) => {
    said += `${line}\n`;
    if (PROGRESS.test(line)) console.log(dim(`    ${line}`));
  });
  const [code] = (await once(child, 'close')) as [number];
  if (code !== 0) throw new Error(`\`hearth ${words[0]}\` ended with exit code ${code}\n${indent(said + stdout)}`);
  return stdout;
}

interface Answer {
  readonly message: string;
}

async function get(url: string, expected: string): Promise<Answer> {
  const response = await fetch(url);
  return checked(response.status, await response.text(), expected);
}

async function invoke(connection: Connection, FunctionName: string): Promise<Answer> {
  const lambda = new LambdaClient(connection);
  const { Payload, FunctionError } = await lambda.send(
    new InvokeCommand({ FunctionName, Payload: '{"name":"newcomer"}' }),
  );
  const { statusCode, body } = JSON.parse(Payload?.transformToString() ?? 'null') as {
    statusCode: number;
    body: string;
  };
  if (FunctionError) throw new Error(`the function failed: ${FunctionError}`);
  return checked(statusCode, body, 'Hello from Lambda!');
}

function checked(status: number, body: string, expected: string): Answer {
  const answer = status === 200 ? (JSON.parse(body) as Answer) : undefined;
  if (answer?.message !== expected) throw new Error(`expected "${expected}", got ${status} ${body}`);
  return answer;
}

function changeMessage(from: string, to: string): void {
  const file = join(app, 'hello-world.js');
  writeFileSync(file, readFileSync(file, 'utf8').replace(from, to));
}

async function readLog(connection: Connection, functionName: string): Promise<string[]> {
  const logs = new CloudWatchLogsClient(connection);
  const { events = [] } = await logs.send(new FilterLogEventsCommand({ logGroupName: `/aws/lambda/${functionName}` }));
  const lines = events.map((event) => event.message?.trimEnd() ?? '');
  const reports = lines.filter((line) => line.startsWith('REPORT '));
  if (reports.length !== 3) throw new Error(`expected the REPORT lines of three invocations, found ${reports.length}`);
  return lines;
}

async function remove(connection: Connection): Promise<void> {
  await hearth(connection.endpoint, 'remove', app);
  const [stacks, functions, apis, buckets] = await Promise.all([
    new CloudFormationClient(connection).send(new DescribeStacksCommand()),
    new LambdaClient(connection).send(new ListFunctionsCommand()),
    new APIGatewayClient(connection).send(new GetRestApisCommand()),
    new S3Client(connection).send(new ListBucketsCommand()),
  ]);
  const found: readonly (readonly unknown[] | undefined)[] = [
    stacks.Stacks,
    functions.Functions,
    apis.items,
    buckets.Buckets,
  ];
  const left = found.flatMap((kind) => kind ?? []);
  if (left.length > 0) throw new Error(`something is left: ${JSON.stringify(left)}`);
}

async function stop(): Promise<void> {
  const child = platform;
  if (!child || child.exitCode !== null) return;
  const exited = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGTERM');
  await exited;
}

/** Says what is being done, then what came of it and how long it took. */
async function told<Result>(
  title: string,
  work: () => Promise<Result>,
  outcome: (result: Result) => string,
): Promise<Result> {
  const startedAt = performance.now();
  console.log(`  ${title} …`);
  const result = await work();
  console.log(
    `  ${styleText('green', '✓')} ${outcome(result)} ${dim(`${Math.round(performance.now() - startedAt)} ms`)}`,
  );
  return result;
}

function cut(message: string): string {
  const [line = ''] = message.split('\n');
  return line.length < message.length ? `${line} …` : line;
}

function indent(text: string): string {
  return text.replaceAll(/^/gm, '  ');
}
