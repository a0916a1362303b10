import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import type { CloudFormation, StackEvent } from '@aws-sdk/client-cloudformation';
import { PlatformProcess } from './testing/killable-platform.ts';

/** Thirty groups, ten deep. */
function template(suffix: string) {
  const groups = Array.from({ length: 30 }, (_, index) => [
    `Log${index}`,
    {
      Type: 'AWS::Logs::LogGroup',
      Properties: { LogGroupName: `/group-${index}-${suffix}` },
      ...(index >= 3 && { DependsOn: `Log${index - 3}` }),
    },
  ]);
  return { Resources: Object.fromEntries(groups) as Record<string, unknown> };
}

interface Step {
  readonly begin: (client: CloudFormation) => Promise<unknown>;
  readonly expected: string;
  readonly groups: number;
}

const STEPS: readonly Step[] = [
  {
    begin: (client) => client.createStack({ StackName: 'app', TemplateBody: JSON.stringify(template('a')) }),
    expected: 'CREATE_COMPLETE',
    groups: 30,
  },
  {
    begin: (client) => client.updateStack({ StackName: 'app', TemplateBody: JSON.stringify(template('b')) }),
    expected: 'UPDATE_COMPLETE',
    groups: 30,
  },
  { begin: (client) => client.deleteStack({ StackName: 'app' }), expected: 'DELETE_COMPLETE', groups: 0 },
];

/** `database` gives the URL of an empty one; undefined where the data directory holds the state. */
export function killContract(engine: string, database: () => Promise<string | undefined>): void {
  test(`A stack survives kill -9 in the middle of its creation, its update and its deletion, on ${engine}.`, async () => {
    const databaseUrl = await database();
    const directory = mkdtempSync(join(tmpdir(), 'hearth-kill-'));
    let platform = await PlatformProcess.start(directory, databaseUrl);
    try {
      let stackId = '';
      for (const { begin, expected, groups } of STEPS) {
        const made = (await begin(platform.cloudformation)) as { StackId?: string };
        stackId = made.StackId ?? stackId;
        await isHalfDone(platform, stackId);
        await platform.kill();
        platform = await PlatformProcess.start(directory, databaseUrl);
        await platform.settled();
        const { Stacks } = await platform.cloudformation.describeStacks({ StackName: stackId });
        assert.equal(Stacks![0]!.StackStatus, expected);
        const { logGroups } = await platform.logs.describeLogGroups({});
        assert.equal(logGroups!.length, groups, logGroups!.map((it) => it.logGroupName).join(' '));
      }
    } finally {
      await platform.kill();
      rmSync(directory, { recursive: true });
    }
  });
}

/** Five resources are through, more are not. */
async function isHalfDone({ cloudformation }: PlatformProcess, StackName: string): Promise<void> {
  const events = async () => (await cloudformation.describeStackEvents({ StackName })).StackEvents!;
  const began = (await events()).find(({ ResourceStatusReason }) => ResourceStatusReason === 'User Initiated')!;
  const isDone = (event: StackEvent) =>
    event.Timestamp!.getTime() >= began.Timestamp!.getTime() && event.ResourceStatus!.endsWith('_COMPLETE');
  while ((await events()).filter(isDone).length < 5);
}
