import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { TestPlatform } from '../../testing/test-platform.ts';
import { ChangeSets, putTwoLevels, root, summary } from './testing/change-sets.ts';
import { nestedStack } from './testing/nested.ts';
import { logGroup } from './testing/stacks.ts';

const NO_CHANGES =
  "The submitted information didn't contain changes. Submit different information to create a change set.";

/** What change sets of nested stacks do on either storage engine. */
export function nestedChangeSetsContract(engine: string, start: () => Promise<TestPlatform>): void {
  test(`A change set creates the change sets of all nested stacks, and carries them out, on ${engine}.`, async () => {
    await using platform = await start();
    const { it, planned, middle, leaf } = await twoLevelsPlanned(platform);
    const { client } = it.stacks;
    assert.deepEqual([planned, middle, leaf].map(summary), [
      ['Add Top', 'Add Middle'],
      ['Add Log', 'Add Leaf'],
      ['Add Log'],
    ]);
    assert.deepEqual(
      [planned, middle, leaf].map((set) => [
        set.Status,
        set.ExecutionStatus,
        set.StatusReason,
        set.IncludeNestedStacks,
      ]),
      [
        ['CREATE_COMPLETE', 'AVAILABLE', undefined, true],
        ['CREATE_COMPLETE', 'UNAVAILABLE', 'Executable from root change set', true],
        ['CREATE_COMPLETE', 'UNAVAILABLE', 'Executable from root change set', true],
      ],
    );
    const { ChangeSetId: rootId } = planned;
    assert.deepEqual(
      [planned, middle, leaf].map((set) => [set.ParentChangeSetId, set.RootChangeSetId]),
      [
        [undefined, undefined],
        [rootId, rootId],
        [middle.ChangeSetId, rootId],
      ],
    );
    assert.match(middle.ChangeSetName!, /^deploy-Middle-\w{12}$/);
    assert.match(middle.StackName!, /^app-Middle-\w{12}$/);
    const { Summaries = [] } = await client.listChangeSets({ StackName: leaf.StackName! });
    assert.deepEqual(
      Summaries.map((set) => [set.ChangeSetId, set.IncludeNestedStacks, set.ParentChangeSetId, set.RootChangeSetId]),
      [[leaf.ChangeSetId, true, middle.ChangeSetId, rootId]],
    );
    assert.deepEqual(
      await it.live(),
      ['app', 'app-Middle', 'app-Middle-Leaf'].map((name) => `REVIEW_IN_PROGRESS ${name}`),
    );
    const [{ ParentId, RootId } = {}] = (await client.describeStacks({ StackName: leaf.StackName! })).Stacks!;
    assert.deepEqual([ParentId, RootId], [middle.StackId, planned.StackId]);

    // What is behind the URL by the time it is carried out does not matter.
    await it.put('leaf.json', { Resources: { Log: logGroup('/unseen') } });
    assert.equal((await it.execute()).StackStatus, 'CREATE_COMPLETE', (await it.stacks.events('app')).join('\n'));
    assert.deepEqual(
      await it.live(),
      ['app', 'app-Middle', 'app-Middle-Leaf'].map((name) => `CREATE_COMPLETE ${name}`),
    );
    assert.deepEqual(await it.groups(), ['/leaf', '/middle', '/top']);
    assert.equal((await it.describe(leaf.ChangeSetId)).ExecutionStatus, 'EXECUTE_COMPLETE');
    const [{ ChangeSetId, StackId } = {}] = (await client.describeStacks({ StackName: leaf.StackName! })).Stacks!;
    assert.deepEqual([ChangeSetId, StackId], [leaf.ChangeSetId, leaf.StackId]);
    assert.equal((await it.stacks.delete('app')).StackStatus, 'DELETE_COMPLETE');
    assert.deepEqual([await it.live(), await it.groups()], [[], []]);
    await assert.rejects(it.describe(leaf.ChangeSetId), { name: 'ChangeSetNotFoundException' });
  });

  test(`An update tells what changes in nested stacks, and what does not, on ${engine}.`, async () => {
    await using platform = await start();
    const it = await ChangeSets.of(platform);
    await putTwoLevels(it);
    await it.stacks.create('app', root());
    const same = await it.plan('UPDATE', root());
    assert.deepEqual([same.Status, same.StatusReason, summary(same)], ['FAILED', NO_CHANGES, []]);
    await it.stacks.client.deleteChangeSet({ ChangeSetName: same.ChangeSetId! });

    await putTwoLevels(it, '/leaf-2');
    const planned = await it.plan('UPDATE', root({ More: logGroup('/more'), Other: nestedStack('leaf.json') }));
    const middle = await it.inner(planned, 'Middle');
    const leaf = await it.inner(middle, 'Leaf');
    assert.deepEqual([planned, middle, leaf].map(summary), [
      ['Modify Middle', 'Add More', 'Add Other'],
      ['Modify Leaf'],
      ['Modify Log'],
    ]);
    assert.deepEqual(await it.live(), [
      'CREATE_COMPLETE app',
      'CREATE_COMPLETE app-Middle',
      'CREATE_COMPLETE app-Middle-Leaf',
      'REVIEW_IN_PROGRESS app-Other',
    ]);
    await it.stacks.client.deleteChangeSet({ ChangeSetName: planned.ChangeSetId! });

    const alone = await it.plan('UPDATE', root());
    const updated = await it.execute();
    assert.equal(updated.StackStatus, 'UPDATE_COMPLETE', (await it.stacks.events('app')).join('\n'));
    assert.deepEqual(await it.groups(), ['/leaf-2', '/middle', '/top']);
    assert.deepEqual(
      await it.live(),
      ['app', 'app-Middle', 'app-Middle-Leaf'].map((name) => `UPDATE_COMPLETE ${name}`),
    );

    const unrelated = await it.plan('UPDATE', root({ More: logGroup('/more') }), { ChangeSetName: 'next' });
    assert.deepEqual([unrelated.Status, summary(unrelated)], ['CREATE_COMPLETE', ['Add More']]);
    const { Summaries = [] } = await it.stacks.client.listChangeSets({
      StackName: (await it.inner(alone, 'Middle')).StackName!,
    });
    assert.deepEqual(
      Summaries.map((set) => [set.RootChangeSetId, set.Status, set.ExecutionStatus, set.StatusReason]),
      [
        [alone.ChangeSetId, 'CREATE_COMPLETE', 'EXECUTE_COMPLETE', 'Executable from root change set'],
        [unrelated.ChangeSetId, 'FAILED', 'UNAVAILABLE', NO_CHANGES],
      ],
    );
    assert.equal((await it.execute('next')).StackStatus, 'UPDATE_COMPLETE');
    await assert.rejects(it.describe(alone.ChangeSetId), { name: 'ChangeSetNotFoundException' });
    assert.deepEqual(await it.groups(), ['/leaf-2', '/middle', '/more', '/top']);
  });

  test(`Only the root is executed and deleted, and everything goes with it, on ${engine}.`, async () => {
    await using platform = await start();
    const { it, planned, middle, leaf } = await twoLevelsPlanned(platform);
    const { client } = it.stacks;
    const ChangeSetName = middle.ChangeSetId!;
    await assert.rejects(client.executeChangeSet({ ChangeSetName }), {
      name: 'InvalidChangeSetStatusException',
      message: `ChangeSet [${ChangeSetName}] cannot be executed in its current execution status of [UNAVAILABLE]`,
    });
    await assert.rejects(client.deleteChangeSet({ ChangeSetName }), {
      name: 'InvalidChangeSetStatusException',
      message: `ChangeSet [${ChangeSetName}] cannot be deleted: the delete action must be executed from the root change set [${planned.ChangeSetId}]`,
    });
    await client.deleteChangeSet({ ChangeSetName: planned.ChangeSetId! });
    assert.deepEqual(await it.live(), ['REVIEW_IN_PROGRESS app']);
    for (const { ChangeSetId } of [planned, middle, leaf]) {
      await assert.rejects(it.describe(ChangeSetId), { name: 'ChangeSetNotFoundException' });
    }
    const [{ StackStatus } = {}] = (await client.describeStacks({ StackName: leaf.StackId! })).Stacks!;
    assert.equal(StackStatus, 'DELETE_COMPLETE');

    // Another change set's nested stacks go when this one is carried out; all go with the stack.
    await it.plan('CREATE', root());
    await it.plan('CREATE', { Resources: { Leaf: nestedStack('leaf.json') } }, { ChangeSetName: 'other' });
    assert.equal((await it.live()).length, 4);
    assert.equal((await it.execute('other')).StackStatus, 'CREATE_COMPLETE');
    assert.deepEqual(await it.live(), ['CREATE_COMPLETE app', 'CREATE_COMPLETE app-Leaf']);
    await it.plan('UPDATE', root());
    await it.stacks.delete('app');
    assert.deepEqual(await it.live(), []);
  });
}

async function twoLevelsPlanned(platform: TestPlatform) {
  const it = await ChangeSets.of(platform);
  await putTwoLevels(it);
  const planned = await it.plan('CREATE', root());
  const middle = await it.inner(planned, 'Middle');
  const leaf = await it.inner(middle, 'Leaf');
  return { it, planned, middle, leaf };
}
