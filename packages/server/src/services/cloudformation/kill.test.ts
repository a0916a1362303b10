import assert from 'node:assert/strict';
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { CloudFormation } from '@aws-sdk/client-cloudformation';
import { CloudWatchLogs } from '@aws-sdk/client-cloudwatch-logs';
import { startTestPlatform } from '../../testing/test-platform.ts';
import { Stacks } from './testing/stacks.ts';

const PLATFORM = join(import.meta.dirname, 'testing/platform-process.ts');

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

/** A platform in a process of its own on a directory that outlives it. */
async function startProcess(directory: string): Promise<{ child: ChildProcess; endpoint: string }> {
  const child = fork(PLATFORM, [directory], { stdio: 'inherit' });
  const [endpoint] = (await once(child, 'message')) as [string];
  return { child, endpoint };
}

async function killWhen(child: ChildProcess, reached: () => Promise<boolean>): Promise<void> {
  while (!(await reached()));
  child.kill('SIGKILL');
  await once(child, 'exit');
}

function clientAt(endpoint: string): CloudFormation {
  const credentials = { accessKeyId: '000000000000', secretAccessKey: 'test' };
  return new CloudFormation({ endpoint, region: 'us-east-1', credentials, maxAttempts: 1 });
}

test('A stack survives kill -9 in the middle of its creation, its update and its deletion.', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'hearth-kill-'));
  try {
    const steps: readonly { begin: (client: CloudFormation) => Promise<unknown>; expected: string; groups: number }[] =
      [
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
    let StackId = '';
    for (const { begin, expected, groups } of steps) {
      const { child, endpoint } = await startProcess(directory);
      const client = clientAt(endpoint);
      const made = (await begin(client)) as { StackId?: string };
      StackId = made.StackId ?? StackId;
      const events = async () => (await client.describeStackEvents({ StackName: StackId })).StackEvents!;
      const before = (await events())[0]!.Timestamp!.getTime();
      await killWhen(child, async () => {
        const recent = (await events()).filter((it) => it.Timestamp!.getTime() >= before);
        return recent.filter((it) => it.ResourceStatus!.endsWith('_COMPLETE')).length >= 5;
      });
      await using platform = await startTestPlatform({ data: { kind: 'directory', path: directory } });
      const stack = await new Stacks(platform).settled(StackId);
      assert.equal(stack.StackStatus, expected);
      const { logGroups } = await new CloudWatchLogs(platform.client).describeLogGroups({});
      assert.equal(logGroups!.length, groups, logGroups!.map((it) => it.logGroupName).join(' '));
    }
  } finally {
    rmSync(directory, { recursive: true });
  }
});
