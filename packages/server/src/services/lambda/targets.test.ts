import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import {
  CreateFunctionCommand,
  InvokeCommand,
  type LambdaClient,
  PutFunctionConcurrencyCommand,
} from '@aws-sdk/client-lambda';
import { sql } from 'kysely';
import type { LambdaTables } from './store/tables.ts';
import { functionInput, LambdaPlatform } from './testing/lambda-platform.ts';

let platform: LambdaPlatform;
let lambda: LambdaClient;
const invoke = (name: string) => lambda.send(new InvokeCommand({ FunctionName: name }));

before(async () => {
  platform = await LambdaPlatform.start();
  lambda = platform.client();
  for (const name of ['hello', 'other']) await lambda.send(new CreateFunctionCommand(functionInput(name)));
  await platform.settled();
});

after(() => platform.stop());

test('a change by another node on the same database is seen within a second', async () => {
  await invoke('hello');
  // A unit that announces nothing in this process, as one that another process committed.
  await platform.state.host.storage.write<LambdaTables, unknown>((tx) =>
    tx
      .updateTable('lambda_functions')
      .set({ reserved_concurrency: 0, change_number: sql<number>`change_number + 1` })
      .where('name', '=', 'hello')
      .execute(),
  );
  assert.equal((await invoke('hello')).StatusCode, 200);
  await platform.clock.advance(1000);
  await assert.rejects(invoke('hello'), { name: 'TooManyRequestsException' });
});

test('a change by this process is seen at once', async () => {
  await lambda.send(new PutFunctionConcurrencyCommand({ FunctionName: 'hello', ReservedConcurrentExecutions: 1 }));
  assert.equal((await invoke('hello')).StatusCode, 200);
});

test('an unchanged function is still known after a second', async () => {
  await platform.clock.advance(5000);
  assert.equal((await invoke('hello')).StatusCode, 200);
});

test('an event for a function that is switched off is dropped, not kept', async () => {
  await lambda.send(new PutFunctionConcurrencyCommand({ FunctionName: 'other', ReservedConcurrentExecutions: 0 }));
  const accepted = await lambda.send(new InvokeCommand({ FunctionName: 'other', InvocationType: 'Event' }));
  assert.equal(accepted.StatusCode, 202);
  await platform.settled();
  let ran = false;
  platform.engine.program = async () => (ran = true);
  await lambda.send(new PutFunctionConcurrencyCommand({ FunctionName: 'other', ReservedConcurrentExecutions: 1 }));
  await platform.clock.advance(10_000);
  await platform.settled();
  assert.equal(ran, false);
});

test('a restart makes the functions ready that were invoked last', async () => {
  await platform.clock.advance(30_000);
  platform.engine.prepared.length = 0;
  const prepared = Promise.withResolvers<null>();
  platform.engine.preparation = async () => (prepared.resolve(null), null);
  await platform.restart();
  await prepared.promise;
  assert.match(platform.engine.prepared[0]!, /^000000000000\/us-east-1\/hello\/\$LATEST\//);
});
