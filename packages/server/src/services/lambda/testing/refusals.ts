import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import {
  AddPermissionCommand,
  CreateAliasCommand,
  CreateFunctionCommand,
  type LambdaClient,
  PublishLayerVersionCommand,
  PublishVersionCommand,
  UpdateFunctionCodeCommand,
  UpdateFunctionConfigurationCommand,
} from '@aws-sdk/client-lambda';
import { functionInput, LambdaPlatform, zipOf } from './lambda-platform.ts';

export const FUNCTION = 'arn:aws:lambda:us-east-1:000000000000:function:hello';
export const LAYER = 'arn:aws:lambda:us-east-1:000000000000:layer:tools';
export const hello = { FunctionName: 'hello' };
export const alias = { ...hello, Name: 'live' };

/** A request that AWS refuses, and the status, code and text that were recorded there (November 2025 to February 2026). */
export type Refusal = readonly [
  what: string,
  send: (lambda: LambdaClient) => Promise<unknown>,
  status: number,
  code: string,
  message: string | RegExp,
];

export function configure(change: object): Refusal[1] {
  return (lambda) => lambda.send(new UpdateFunctionConfigurationCommand({ ...hello, ...change }));
}

export function create(change: object): Refusal[1] {
  return (lambda) => lambda.send(new CreateFunctionCommand({ ...functionInput('fresh'), ...change }));
}

/** Tests each refusal on a platform with the function `hello` (versions 1 and 2, alias `live`) and the layer `tools`. */
export function testRefusals(
  title: string,
  refusals: readonly Refusal[],
  more: (lambda: () => LambdaClient, platform: () => LambdaPlatform) => void = () => {},
): void {
  describe(title, () => {
    let platform: LambdaPlatform;
    let lambda: LambdaClient;
    before(async () => {
      platform = await startWithHello();
      lambda = platform.client();
    });
    after(() => platform.stop());

    for (const [what, send, status, name, message] of refusals) {
      it(`for ${what}: ${name}`, async () => {
        await assert.rejects(
          send(lambda),
          (error: { name: string; message: string; $metadata: { httpStatusCode: number } }) => {
            assert.deepEqual([error.$metadata.httpStatusCode, error.name], [status, name], error.message);
            if (typeof message === 'string') assert.equal(error.message, message);
            else assert.match(error.message, message);
            return true;
          },
        );
      });
    }
    more(
      () => lambda,
      () => platform,
    );
  });
}

async function startWithHello(): Promise<LambdaPlatform> {
  const platform = await LambdaPlatform.start();
  const lambda = platform.client();
  await lambda.send(new CreateFunctionCommand(functionInput('hello')));
  await platform.settled();
  for (const version of [1, 2]) {
    await lambda.send(new PublishVersionCommand(hello));
    await platform.settled();
    await lambda.send(new UpdateFunctionCodeCommand({ ...hello, ZipFile: zipOf(`exports.v = ${version}`) }));
    await platform.settled();
    await lambda.send(new PublishLayerVersionCommand({ LayerName: 'tools', Content: { ZipFile: zipOf('', 'a.txt') } }));
  }
  await lambda.send(new CreateAliasCommand({ ...alias, FunctionVersion: '1' }));
  const permission = { StatementId: 'one', Action: 'lambda:InvokeFunction', Principal: '111111111111' };
  await lambda.send(new AddPermissionCommand({ ...hello, ...permission }));
  return platform;
}
