import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { agree } from '../agree.ts';
import { type Command, command, often } from '../model-run.ts';
import type { AccountModel } from './account-model.ts';
import { assertAccount, type RealAccount } from './real-account.ts';
import { groupName, stackSpec, templateOf } from './stack-template.ts';

const stackName = fc.constantFrom('one', 'one', 'two', 'three');

function accountCommand<Arguments>(
  name: string,
  args: fc.Arbitrary<Arguments>,
  run: (model: AccountModel, real: RealAccount, args: Arguments) => Promise<void>,
): fc.Arbitrary<Command<AccountModel, RealAccount>> {
  return command(name, args, async (model: AccountModel, real: RealAccount, values) => {
    await run(model, real, values);
    await assertAccount(model, real);
  });
}

const deployed = fc.record({ name: stackName, spec: stackSpec });

const createStack = accountCommand('createStack', deployed, async (model, real, { name, spec }) => {
  const both = await agree(
    () => model.create(name, spec),
    () =>
      real.cloudformation.createStack({
        StackName: name,
        TemplateBody: templateOf(spec),
        Capabilities: ['CAPABILITY_IAM'],
      }),
  );
  if (both) assert.equal(await real.settled(both.actual.StackId!), both.expected);
});

const updateStack = accountCommand('updateStack', deployed, async (model, real, { name, spec }) => {
  const both = await agree(
    () => model.update(name, spec),
    () =>
      real.cloudformation.updateStack({
        StackName: name,
        TemplateBody: templateOf(spec),
        Capabilities: ['CAPABILITY_IAM'],
      }),
  );
  if (both) assert.equal(await real.settled(both.actual.StackId!), both.expected);
});

/** As deploy tools do: whatever the stack's name stands for, it becomes what is asked, or fails to. */
const deployStack = accountCommand('deployStack', deployed, async (model, real, { name, spec }) => {
  const stack = model.stacks.get(name);
  if (stack && !stack.spec) {
    const id = await real.stackId(name);
    await real.cloudformation.deleteStack({ StackName: name });
    assert.equal(await real.settled(id), model.delete(name, []));
  }
  const input = { StackName: name, TemplateBody: templateOf(spec), Capabilities: ['CAPABILITY_IAM' as const] };
  const exists = model.stacks.has(name);
  const both = await agree(
    () => (exists ? model.update(name, spec) : model.create(name, spec)),
    () => (exists ? real.cloudformation.updateStack(input) : real.cloudformation.createStack(input)),
  );
  if (both) assert.equal(await real.settled(both.actual.StackId!), both.expected);
});

const deleteStack = accountCommand(
  'deleteStack',
  fc.record({ name: stackName, retained: fc.constantFrom<string[]>([], [], ['Bucket']) }),
  async (model, real, { name, retained }) => {
    const stack = model.stacks.get(name);
    const id = stack ? await real.stackId(name) : null;
    const RetainResources = stack?.spec?.Bucket ? retained : [];
    const both = await agree(
      () => model.delete(name, RetainResources),
      () => real.cloudformation.deleteStack({ StackName: name, RetainResources }),
    );
    if (both && id !== null) assert.equal(await real.settled(id), both.expected);
  },
);

/** Somebody else's group, whose name no stack can take then. */
const createGroup = accountCommand('createLogGroup', groupName, async (model, real, name) => {
  if (model.logGroups.has(name)) return;
  model.logGroups.set(name, null);
  await real.logs.createLogGroup({ logGroupName: name });
});

const deleteGroup = accountCommand('deleteLogGroup', groupName, async (model, real, name) => {
  if (!model.logGroups.has(name) || !model.isForeign(name)) return;
  model.logGroups.delete(name);
  await real.logs.deleteLogGroup({ logGroupName: name });
});

const fillBucket = accountCommand('putObject', stackName, async (model, real, name) => {
  const stack = model.stacks.get(name);
  if (!stack?.spec?.Bucket) return;
  stack.bucketIsFull = true;
  await real.s3.putObject({ Bucket: await real.bucketOf(name), Key: 'key', Body: 'body' });
});

const emptyBucket = accountCommand('deleteObjectVersions', stackName, async (model, real, name) => {
  const stack = model.stacks.get(name);
  if (!stack?.spec?.Bucket) return;
  stack.bucketIsFull = false;
  const Bucket = await real.bucketOf(name);
  const { Versions = [] } = await real.s3.listObjectVersions({ Bucket });
  for (const { Key, VersionId } of Versions) await real.s3.deleteObject({ Bucket, Key, VersionId });
});

export const accountCommands = [
  ...often(12, deployStack),
  createStack,
  updateStack,
  ...often(2, deleteStack),
  createGroup,
  deleteGroup,
  fillBucket,
  emptyBucket,
];
