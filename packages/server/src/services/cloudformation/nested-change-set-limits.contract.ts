import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { DescribeChangeSetCommandOutput } from '@aws-sdk/client-cloudformation';
import type { TestPlatform } from '../../testing/test-platform.ts';
import { ChangeSets, changes, putTwoLevels, root } from './testing/change-sets.ts';
import { nestedStack } from './testing/nested.ts';
import { logGroup, ROLE } from './testing/stacks.ts';

/** What change sets of nested stacks do with what fails, and with what nobody knows yet, on either storage engine. */
export function nestedChangeSetLimitsContract(engine: string, start: () => Promise<TestPlatform>): void {
  test(`A nested change set that fails fails the root, and says why, on ${engine}.`, async () => {
    await using platform = await start();
    const it = await ChangeSets.of(platform);
    await putTwoLevels(it);
    await it.put('role.json', { Resources: { Role: ROLE } });
    await it.put('above.json', { Resources: { Role: nestedStack('role.json') } });
    const body = { Resources: { Above: nestedStack('above.json'), Middle: nestedStack('middle.json') } };
    const planned = await it.plan('CREATE', body);
    const above = await it.inner(planned, 'Above');
    const role = await it.inner(above, 'Role');
    const failedBy = ({ ChangeSetId }: DescribeChangeSetCommandOutput) =>
      `Nested change set ${ChangeSetId} was not successfully created: Currently in FAILED.`;
    assert.deepEqual(
      [planned, above, role].map((set) => [set.Status, set.StatusReason]),
      [
        ['FAILED', failedBy(above)],
        ['FAILED', failedBy(role)],
        ['FAILED', 'Requires capabilities : [CAPABILITY_IAM]'],
      ],
    );
    assert.deepEqual(await it.live(), ['REVIEW_IN_PROGRESS app']);
    await assert.rejects(it.execute(), { name: 'InvalidChangeSetStatusException' });
    await it.stacks.client.deleteChangeSet({ ChangeSetName: planned.ChangeSetId! });
    await assert.rejects(it.describe(role.ChangeSetId), { name: 'ChangeSetNotFoundException' });
    const acknowledged = await it.plan('CREATE', body, { Capabilities: ['CAPABILITY_IAM'] });
    assert.equal(acknowledged.Status, 'CREATE_COMPLETE');
    assert.equal((await it.execute()).StackStatus, 'CREATE_COMPLETE');
  });

  test(`What only the deployment knows is dynamic in a nested change set, on ${engine}.`, async () => {
    await using platform = await start();
    const it = await ChangeSets.of(platform);
    const Name = { Type: 'String', AllowedPattern: '/[a-z/0-9]+' };
    const part = { 'Fn::Select': [1, { 'Fn::Split': ['/', { Ref: 'Name' }] }] };
    await it.put('giver.json', { Resources: { Log: logGroup('/giver') }, Outputs: { Name: { Value: '/taken/1' } } });
    await it.put('giver-2.json', { Resources: { Log: logGroup('/giver') }, Outputs: { Name: { Value: '/taken/2' } } });
    await it.put('taker.json', {
      Parameters: { Name, Part: { Type: 'String' } },
      Conditions: {
        Taken: { 'Fn::Equals': [part, 'taken'] },
        Open: { 'Fn::Not': [{ Condition: 'Taken' }] },
      },
      Resources: {
        Log: { Type: 'AWS::Logs::LogGroup', Properties: { LogGroupName: { Ref: 'Name' } } },
        Only: { ...logGroup('/only'), Condition: 'Taken' },
        Never: { ...nestedStack('giver.json'), Condition: 'Open' },
      },
    });
    const parent = (giver: string) => {
      const given = { 'Fn::GetAtt': ['Giver', 'Outputs.Name'] };
      const Part = { 'Fn::Select': [1, { 'Fn::Split': ['/', given] }] };
      const Taker = nestedStack('taker.json', { Parameters: { Name: given, Part } });
      return { Resources: { Giver: nestedStack(giver), Taker } };
    };
    const planned = await it.plan('CREATE', parent('giver.json'));
    const values = async (set: DescribeChangeSetCommandOutput) =>
      (await it.inner(set, 'Taker')).Parameters!.map(({ ParameterValue }) => ParameterValue);
    assert.deepEqual(await values(planned), [
      '{{IntrinsicFunction:app/Giver.Outputs.Name/Fn::GetAtt}}',
      '{{IntrinsicFunction:app/Giver.Outputs.Name/Fn::GetAtt}}'.split('/')[1],
    ]);
    assert.ok((await it.live()).includes('REVIEW_IN_PROGRESS app-Taker-Never'));
    const created = await it.execute();
    assert.equal(created.StackStatus, 'CREATE_COMPLETE', (await it.stacks.events('app')).join('\n'));
    assert.deepEqual(await it.groups(), ['/giver', '/only', '/taken/1']);
    assert.deepEqual(
      await it.live(),
      ['app', 'app-Giver', 'app-Taker'].map((name) => `CREATE_COMPLETE ${name}`),
    );

    const again = await it.plan('UPDATE', parent('giver-2.json'), { ChangeSetName: 'again' });
    const [taker] = changes(await it.inner(again, 'Taker'));
    assert.deepEqual(
      [taker?.Action, taker?.Replacement, taker?.Details?.map((detail) => [detail.Evaluation, detail.ChangeSource])],
      ['Modify', 'Conditional', [['Dynamic', 'ParameterReference']]],
    );
    assert.equal((await it.execute('again')).StackStatus, 'UPDATE_COMPLETE');
    assert.deepEqual(await it.groups(), ['/giver', '/only', '/taken/2']);
  });

  test(`A condition on what only the deployment knows decides when it is carried out, on ${engine}.`, async () => {
    await using platform = await start();
    const it = await ChangeSets.of(platform);
    for (const stage of ['dev', 'prod']) {
      const Outputs = { Stage: { Value: stage } };
      await it.put(`${stage}.json`, { Resources: { Log: logGroup('/giver') }, Outputs });
    }
    await it.put('taker.json', {
      Parameters: { Stage: { Type: 'String', AllowedValues: ['dev', 'prod'] } },
      Conditions: { Prod: { 'Fn::Equals': [{ Ref: 'Stage' }, 'prod'] } },
      Resources: { Log: logGroup('/taker'), More: { ...logGroup('/more'), Condition: 'Prod' } },
    });
    const Parameters = { Stage: { 'Fn::GetAtt': ['Giver', 'Outputs.Stage'] } };
    const parent = (stage: string) => ({
      Resources: { Giver: nestedStack(`${stage}.json`), Taker: nestedStack('taker.json', { Parameters }) },
    });
    await it.plan('CREATE', parent('dev'));
    await it.execute();
    assert.deepEqual(await it.groups(), ['/giver', '/taker']);
    await it.plan('UPDATE', parent('prod'), { ChangeSetName: 'again' });
    assert.equal((await it.execute('again')).StackStatus, 'UPDATE_COMPLETE');
    assert.deepEqual(await it.groups(), ['/giver', '/more', '/taker']);
  });

  test(`A nested stack whose template only the deployment knows has no change set, on ${engine}.`, async () => {
    await using platform = await start();
    const it = await ChangeSets.of(platform);
    const { TemplateURL } = nestedStack('leaf.json').Properties;
    await putTwoLevels(it);
    await it.put('giver.json', { Resources: { Log: logGroup('/giver') }, Outputs: { Url: { Value: TemplateURL } } });
    const planned = await it.plan('CREATE', {
      Resources: {
        Giver: nestedStack('giver.json'),
        Leaf: nestedStack('', { TemplateURL: { 'Fn::GetAtt': ['Giver', 'Outputs.Url'] } }),
      },
    });
    assert.deepEqual(
      changes(planned).map(({ ChangeSetId }) => ChangeSetId !== undefined),
      [true, false],
    );
    assert.equal((await it.execute()).StackStatus, 'CREATE_COMPLETE');
    assert.deepEqual(await it.groups(), ['/giver', '/leaf']);
  });

  test(`A template that nests itself without end fails its change set, on ${engine}.`, async () => {
    await using platform = await start();
    const it = await ChangeSets.of(platform);
    await it.put('self.json', { Resources: { Self: nestedStack('self.json') } });
    const planned = await it.plan('CREATE', { Resources: { Self: nestedStack('self.json') } });
    assert.equal(planned.Status, 'FAILED');
    assert.deepEqual(await it.live(), ['REVIEW_IN_PROGRESS app']);
  });

  test(`A root that fails on its way leaves no nested stack in review, on ${engine}.`, async () => {
    await using platform = await start();
    const it = await ChangeSets.of(platform);
    await putTwoLevels(it);
    const bad = { Bad: logGroup('!'), Late: { ...nestedStack('leaf.json'), DependsOn: ['Bad'] } };
    for (const [OnStackFailure, expected, left] of [
      ['ROLLBACK', 'ROLLBACK_COMPLETE', ['ROLLBACK_COMPLETE app']],
      ['DELETE', 'DELETE_COMPLETE', []],
    ] as const) {
      await it.plan('CREATE', { Resources: bad }, { OnStackFailure });
      assert.deepEqual((await it.live()).length, 2);
      assert.equal((await it.execute()).StackStatus, expected);
      assert.deepEqual(await it.live(), left);
      if (expected === 'ROLLBACK_COMPLETE') await it.stacks.delete('app');
    }
    await it.plan('CREATE', { Resources: bad }, { OnStackFailure: 'DO_NOTHING' });
    assert.equal((await it.execute()).StackStatus, 'CREATE_FAILED');
    assert.deepEqual(await it.live(), ['CREATE_FAILED app']);
    await it.stacks.delete('app');

    await it.plan('CREATE', root());
    await it.execute();
    await it.put('leaf-2.json', { Resources: { Log: logGroup('/changed') } });
    await it.put('middle.json', { Resources: { Log: logGroup('/middle'), Leaf: nestedStack('leaf-2.json') } });
    const failing = root({
      Bad: { ...logGroup('!'), DependsOn: 'Middle' },
      Late: { ...nestedStack('leaf.json'), DependsOn: 'Bad' },
    });
    await it.plan('UPDATE', failing, { ChangeSetName: 'failing' });
    assert.equal((await it.execute('failing')).StackStatus, 'UPDATE_ROLLBACK_COMPLETE');
    assert.deepEqual(await it.live(), [
      'UPDATE_COMPLETE app-Middle',
      'UPDATE_COMPLETE app-Middle-Leaf',
      'UPDATE_ROLLBACK_COMPLETE app',
    ]);
    assert.deepEqual(await it.groups(), ['/leaf', '/middle', '/top']);
  });
}
