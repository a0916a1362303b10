import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { PlatformProcess } from './testing/killable-platform.ts';
import { nestedStack, templatesIn } from './testing/nested.ts';
import { logGroup } from './testing/stacks.ts';

const NESTED = ['A', 'B', 'C'];
const GROUPS = 10;

/** Ten groups, five deep. */
function nestedTemplate(nested: string, suffix: string) {
  const groups = Array.from({ length: GROUPS }, (_, index) => [
    `Log${index}`,
    { ...logGroup(`/${suffix}/${nested}-${index}`), ...(index >= 2 && { DependsOn: `Log${index - 2}` }) },
  ]);
  return { Resources: Object.fromEntries(groups) as Record<string, unknown> };
}

function rootTemplate(suffix: string, more: Record<string, unknown> = {}) {
  const nested = NESTED.map((name) => [name, nestedStack(`${name}-${suffix}.json`)]);
  return { Resources: { ...(Object.fromEntries(nested) as Record<string, unknown>), ...more } };
}

/** Fails once all nested stacks but the last are through. */
const FAILING = {
  Bad: { ...logGroup('!'), DependsOn: NESTED },
  Late: { ...nestedStack('A-a.json'), DependsOn: 'Bad' },
};

const STEPS = [
  { type: 'CREATE', template: rootTemplate('a'), waitFor: '/a/', expected: 'CREATE_COMPLETE', left: '/a/' },
  { type: 'UPDATE', template: rootTemplate('b'), waitFor: '/b/', expected: 'UPDATE_COMPLETE', left: '/b/' },
  {
    type: 'UPDATE',
    template: rootTemplate('c', FAILING),
    waitFor: '/c/',
    expected: 'UPDATE_ROLLBACK_COMPLETE',
    left: '/b/',
  },
] as const;

/** `database` gives the URL of an empty one; undefined where the data directory holds the state. */
export function nestedKillContract(engine: string, database: () => Promise<string | undefined>): void {
  test(`Change sets of nested stacks survive kill -9 and leave nothing orphaned, on ${engine}.`, async () => {
    const databaseUrl = await database();
    const directory = mkdtempSync(join(tmpdir(), 'hearth-kill-'));
    let platform = await PlatformProcess.start(directory, databaseUrl);
    const restart = async () => {
      await platform.kill();
      platform = await PlatformProcess.start(directory, databaseUrl);
      await platform.settled();
    };
    try {
      const put = await templatesIn(platform.s3);
      for (const suffix of ['a', 'b', 'c'])
        for (const name of NESTED) await put(`${name}-${suffix}.json`, nestedTemplate(name, suffix));
      for (const { type, template, waitFor, expected, left } of STEPS) {
        await createChangeSet(platform, type, template);
        await platform.cloudformation.executeChangeSet({ StackName: 'app', ChangeSetName: waitFor.slice(1, 2) });
        while ((await groups(platform, waitFor)).length < 5);
        await restart();
        assert.deepEqual(
          (await stacks(platform)).filter(([name]) => name === 'app'),
          [['app', expected]],
        );
        assert.equal((await stacks(platform)).length, 1 + NESTED.length);
        assert.equal((await groups(platform, left)).length, NESTED.length * GROUPS);
        assert.equal((await groups(platform, '/')).length, NESTED.length * GROUPS);
      }
      // All of it is there, or nothing.
      createChangeSet(platform, 'UPDATE', rootTemplate('a', FAILING)).catch(() => {});
      await restart();
      const { Summaries = [] } = await platform.cloudformation.listChangeSets({ StackName: 'app' });
      const pending = Summaries.filter(({ ExecutionStatus }) => ExecutionStatus === 'AVAILABLE');
      assert.equal((await stacks(platform)).length, 1 + NESTED.length + pending.length);
      for (const { ChangeSetId } of pending)
        await platform.cloudformation.deleteChangeSet({ ChangeSetName: ChangeSetId });
      assert.equal((await stacks(platform)).length, 1 + NESTED.length);
    } finally {
      await platform.kill();
      rmSync(directory, { recursive: true });
    }
  });
}

/** Named after the suffix of the groups. */
async function createChangeSet({ cloudformation }: PlatformProcess, type: 'CREATE' | 'UPDATE', template: unknown) {
  const body = JSON.stringify(template);
  await cloudformation.createChangeSet({
    StackName: 'app',
    ChangeSetName: /A-(\w)\.json/.exec(body)![1]!,
    ChangeSetType: type,
    TemplateBody: body,
    IncludeNestedStacks: true,
  });
}

async function stacks({ cloudformation }: PlatformProcess) {
  const { Stacks = [] } = await cloudformation.describeStacks({});
  return Stacks.map(({ StackName, StackStatus }) => [StackName, StackStatus]);
}

async function groups({ logs }: PlatformProcess, logGroupNamePrefix: string) {
  return (await logs.describeLogGroups({ logGroupNamePrefix })).logGroups!;
}
