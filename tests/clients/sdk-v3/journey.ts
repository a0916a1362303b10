// The journey of journey.contract.ts through the AWS SDK for JavaScript v3; prints what happened as one JSON object.
import { readFileSync } from 'node:fs';
import { CloudWatchLogsClient, FilterLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs';
import {
  CreateFunctionCommand,
  DeleteFunctionCommand,
  GetFunctionCommand,
  InvokeCommand,
  LambdaClient,
  UpdateFunctionCodeCommand,
  UpdateFunctionConfigurationCommand,
  waitUntilFunctionActiveV2,
  waitUntilFunctionUpdatedV2,
} from '@aws-sdk/client-lambda';
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';

const [FunctionName = '', firstZip = '', secondZip = ''] = process.argv.slice(2);
const lambda = new LambdaClient();
const waiting = { client: lambda, maxWaitTime: 60, minDelay: 1, maxDelay: 1 };

async function invoke(payload: unknown): Promise<unknown> {
  const answer = await lambda.send(new InvokeCommand({ FunctionName, Payload: JSON.stringify(payload) }));
  return JSON.parse(answer.Payload?.transformToString() ?? '');
}

async function codeOf(call: Promise<unknown>): Promise<string> {
  return call.then(
    () => 'no error',
    (error: Error) => error.name,
  );
}

const identity = (await new STSClient().send(new GetCallerIdentityCommand())).Account;
await lambda.send(
  new CreateFunctionCommand({
    FunctionName,
    Runtime: 'nodejs24.x',
    Handler: 'index.handler',
    Role: 'arn:aws:iam::000000000000:role/any',
    Code: { ZipFile: readFileSync(firstZip) },
  }),
);
await waitUntilFunctionActiveV2(waiting, { FunctionName });
const first = await invoke({ n: 1 });
await lambda.send(new UpdateFunctionCodeCommand({ FunctionName, ZipFile: readFileSync(secondZip) }));
await waitUntilFunctionUpdatedV2(waiting, { FunctionName });
const Environment = { Variables: { GREETING: 'bonjour' } };
await lambda.send(new UpdateFunctionConfigurationCommand({ FunctionName, Environment }));
await waitUntilFunctionUpdatedV2(waiting, { FunctionName });
const second = await invoke({ n: 2 });
const filter = new FilterLogEventsCommand({ logGroupName: `/aws/lambda/${FunctionName}`, filterPattern: 'journey' });
const logged = (await new CloudWatchLogsClient().send(filter)).events?.length;
const unknownFunction = await codeOf(lambda.send(new GetFunctionCommand({ FunctionName: 'no-such-function' })));
const badInput = await codeOf(lambda.send(new UpdateFunctionConfigurationCommand({ FunctionName, Role: 'nonsense' })));
await lambda.send(new DeleteFunctionCommand({ FunctionName }));
const afterDelete = await codeOf(lambda.send(new GetFunctionCommand({ FunctionName })));
process.stdout.write(JSON.stringify({ identity, first, second, logged, unknownFunction, badInput, afterDelete }));
