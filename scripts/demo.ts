/**
 * `npm run demo`: starts Hearth on a free port with a fresh data directory, gives it the program in examples/hello,
 * calls it, and shows what happened. Exit code 0 only if all of it really worked.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { styleText } from 'node:util';
import { CloudWatchLogsClient, FilterLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs';
import { CreateFunctionCommand, InvokeCommand, LambdaClient, waitUntilFunctionActiveV2 } from '@aws-sdk/client-lambda';
import { strToU8, zipSync } from 'fflate';

const SOURCE = 'examples/hello/hello-world.js';
const FunctionName = 'hello';

const dim = (text: string) => styleText('dim', text);
const bold = (text: string) => styleText('bold', text);
const data = mkdtempSync(join(tmpdir(), 'hearth-demo-'));
let platform: ChildProcess | undefined;

try {
  await demonstrate();
} catch (error) {
  console.error(`\n${styleText('red', 'The demo failed:')} ${error instanceof Error ? error.message : String(error)}`);
  console.error('`npx hearth doctor` tells what this machine can do.');
  process.exitCode = 1;
} finally {
  await stop();
  rmSync(data, { recursive: true, force: true });
}

async function demonstrate(): Promise<void> {
  console.log(`\n${bold('Hearth')}: AWS Lambda at home. No Docker, no account; this is the real AWS SDK talking.\n`);
  const endpoint = await told('starting the platform on a free port, with a fresh data directory', start, (url) => `listening at ${url}`);
  const client = { endpoint, region: 'us-east-1', credentials: { accessKeyId: 'demo', secretAccessKey: 'demo' } };
  const lambda = new LambdaClient(client);

  await told(`creating the function ${FunctionName} from ${SOURCE}`, () => create(lambda), (runtime) => `active on ${runtime}, a real Node of that version`);
  const first = await told('invoking it (a cold start)', () => invoke(lambda), (answer) => `answered ${answer.statusCode}`);
  await told('invoking it again (warm)', () => invoke(lambda), (answer) => `answered ${answer.statusCode}`);

  console.log(`\n${bold('Its answer')}\n${indent(JSON.stringify(first, null, 2))}`);
  console.log(`\n${bold('Its log')}, as CloudWatch Logs gives it\n${indent((await log(new CloudWatchLogsClient(client))).join('\n'))}`);
  console.log(`\n${bold('What next')}
  npx hearth start                       the platform on port 4566, where AWS tools already look
  eval "$(npx hearth env)"               point this shell's SDKs, the AWS CLI and boto3 at it
  npx hearth --help                      everything else; README.md tells the story\n`);
}

/** Starts the platform the way a user would, and resolves to its endpoint. */
function start(): Promise<string> {
  const child = spawn(process.execPath, ['packages/server/bin/hearth', 'start', '--port', '0', '--data', data, '--json'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  platform = child;
  return new Promise((resolve, reject) => {
    child.once('exit', (code) => reject(new Error(`the platform ended with exit code ${code}`)));
    createInterface({ input: child.stdout }).once('line', (line) => resolve((JSON.parse(line) as { endpoint: string }).endpoint));
  });
}

async function create(lambda: LambdaClient): Promise<string> {
  const created = await lambda.send(
    new CreateFunctionCommand({
      FunctionName,
      Runtime: 'nodejs18.x',
      Handler: 'hello-world.handler',
      Role: 'arn:aws:iam::000000000000:role/demo',
      Timeout: 30,
      Code: { ZipFile: zipSync({ 'hello-world.js': strToU8(readFileSync(SOURCE, 'utf8')) }) },
    }),
  );
  await waitUntilFunctionActiveV2({ client: lambda, maxWaitTime: 300, minDelay: 1, maxDelay: 1 }, { FunctionName });
  return String(created.Runtime);
}

interface Answer {
  readonly statusCode: number;
  readonly body: string;
}

async function invoke(lambda: LambdaClient): Promise<Answer> {
  const { Payload, FunctionError } = await lambda.send(new InvokeCommand({ FunctionName, Payload: '{"name":"newcomer"}' }));
  const answer = JSON.parse(Payload?.transformToString() ?? 'null') as Answer;
  if (FunctionError) throw new Error(`the function failed: ${JSON.stringify(answer)}`);
  const { message } = JSON.parse(answer.body) as { message: string };
  if (answer.statusCode !== 200 || message !== 'Hello from Lambda!') throw new Error(`unexpected answer ${JSON.stringify(answer)}`);
  return answer;
}

async function log(logs: CloudWatchLogsClient): Promise<string[]> {
  const { events = [] } = await logs.send(new FilterLogEventsCommand({ logGroupName: `/aws/lambda/${FunctionName}` }));
  const lines = events.map((event) => event.message?.trimEnd() ?? '');
  const reports = lines.filter((line) => line.startsWith('REPORT '));
  if (reports.length !== 2) throw new Error(`expected the REPORT lines of two invocations, found ${reports.length}`);
  return lines;
}

async function stop(): Promise<void> {
  const child = platform;
  if (!child || child.exitCode !== null) return;
  const exited = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGTERM');
  await exited;
}

/** Says what is being done, then what came of it and how long it took. */
async function told<Result>(title: string, work: () => Promise<Result>, outcome: (result: Result) => string): Promise<Result> {
  const startedAt = performance.now();
  console.log(`  ${title} …`);
  const result = await work();
  console.log(`  ${styleText('green', '✓')} ${outcome(result)} ${dim(`${Math.round(performance.now() - startedAt)} ms`)}`);
  return result;
}

function indent(text: string): string {
  return text.replaceAll(/^/gm, '  ');
}
