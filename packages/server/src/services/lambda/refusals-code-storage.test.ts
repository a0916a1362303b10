import assert from 'node:assert/strict';
import { it } from 'node:test';
import {
  CreateFunctionCommand,
  GetAccountSettingsCommand,
  type LambdaClient,
  PublishLayerVersionCommand,
  PublishVersionCommand,
  UpdateFunctionCodeCommand,
  UpdateFunctionConfigurationCommand,
} from '@aws-sdk/client-lambda';
import type { LambdaTables } from './store/tables.ts';
import { functionInput, type LambdaPlatform, zipOf } from './testing/lambda-platform.ts';
import { hello, testRefusals } from './testing/refusals.ts';

/** 75 GB a region (developer guide, "Lambda quotas"). */
const LIMIT = 80_530_636_800;
const EXCEEDED = {
  name: 'CodeStorageExceededException',
  message: 'Code storage limit exceeded.',
  $metadata: { httpStatusCode: 400 },
};
/** Noise, so that its zip is larger than the one it replaces. */
const LARGER = zipOf(
  `exports.v = '${Array.from({ length: 600 }, (_, at) => ((at * 7919) % 997).toString(36)).join('')}'`,
);

/** All but `free` bytes are taken: a row of the layer `tools` says that it is so large, which no test can really be. */
async function leave(free: number, lambda: LambdaClient, platform: LambdaPlatform): Promise<void> {
  const { storage } = platform.state.host;
  const fill = (size: number) =>
    storage.write<LambdaTables, unknown>((tx) =>
      tx
        .updateTable('lambda_layer_versions')
        .set({ size })
        .where('name', '=', 'tools')
        .where('version', '=', 1)
        .execute(),
    );
  await fill(0);
  const { AccountUsage } = await lambda.send(new GetAccountSettingsCommand({}));
  await fill(LIMIT - AccountUsage!.TotalCodeSize! - free);
}

function exceeded(sending: Promise<unknown>): Promise<void> {
  return assert.rejects(sending, ({ name, message, $metadata }: typeof EXCEEDED) => {
    const { httpStatusCode } = $metadata;
    assert.deepEqual({ name, message, $metadata: { httpStatusCode } }, EXCEEDED);
    return true;
  });
}

testRefusals('Lambda keeps to the 75 GB of code storage', [], (lambda, platform) => {
  const zip = zipOf();
  const create = (FunctionName: string) => lambda().send(new CreateFunctionCommand(functionInput(FunctionName)));

  it('with CodeStorageExceededException for a function, a version and a layer that do not fit', async () => {
    await leave(zip.byteLength - 1, lambda(), platform());
    await exceeded(create('fresh'));
    await exceeded(lambda().send(new PublishLayerVersionCommand({ LayerName: 'more', Content: { ZipFile: LARGER } })));
    await leave(1, lambda(), platform());
    await exceeded(lambda().send(new PublishVersionCommand(hello)));
  });

  it('counting what an update replaces no longer, and a changed configuration not at all', async () => {
    await leave(zip.byteLength - 1, lambda(), platform());
    await exceeded(lambda().send(new UpdateFunctionCodeCommand({ ...hello, ZipFile: LARGER })));
    await lambda().send(new UpdateFunctionCodeCommand({ ...hello, ZipFile: zip }));
    await platform().settled();
    await leave(0, lambda(), platform());
    await lambda().send(new UpdateFunctionConfigurationCommand({ ...hello, Timeout: 4 }));
    await platform().settled();
  });

  it('and takes what fits to the byte', async () => {
    await leave(zip.byteLength, lambda(), platform());
    await create('last');
    await platform().settled();
    const { AccountLimit, AccountUsage } = await lambda().send(new GetAccountSettingsCommand({}));
    assert.deepEqual([AccountLimit!.TotalCodeSize, AccountUsage!.TotalCodeSize], [LIMIT, LIMIT]);
  });
});
