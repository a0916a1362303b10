import type { CreateChangeSetCommandInput, DescribeChangeSetCommandOutput } from '@aws-sdk/client-cloudformation';
import { CloudWatchLogs } from '@aws-sdk/client-cloudwatch-logs';
import type { TestPlatform } from '../../../testing/test-platform.ts';
import { nestedStack, type PutTemplate, templates } from './nested.ts';
import { logGroup, Stacks } from './stacks.ts';

/** A stack's change sets with those of its nested stacks, as deploy tools send them. */
export class ChangeSets {
  readonly stacks: Stacks;
  readonly put: PutTemplate;
  readonly #logs: CloudWatchLogs;

  private constructor(platform: TestPlatform, put: PutTemplate) {
    this.stacks = new Stacks(platform);
    this.put = put;
    this.#logs = new CloudWatchLogs(platform.client);
  }

  static async of(platform: TestPlatform): Promise<ChangeSets> {
    return new ChangeSets(platform, await templates(platform));
  }

  async plan(type: 'CREATE' | 'UPDATE', body: unknown, more: Partial<CreateChangeSetCommandInput> = {}) {
    const { Id } = await this.stacks.client.createChangeSet({
      StackName: 'app',
      ChangeSetName: 'deploy',
      ChangeSetType: type,
      TemplateBody: JSON.stringify(body),
      IncludeNestedStacks: true,
      ...more,
    });
    return this.describe(Id);
  }

  describe(ChangeSetName: string | undefined) {
    return this.stacks.client.describeChangeSet({ ChangeSetName });
  }

  /** The change set of the nested stack behind a change. */
  inner(changeSet: DescribeChangeSetCommandOutput, logicalId: string) {
    return this.describe(changes(changeSet).find((it) => it.LogicalResourceId === logicalId)?.ChangeSetId);
  }

  async execute(ChangeSetName = 'deploy') {
    const { client } = this.stacks;
    await client.executeChangeSet({ StackName: 'app', ChangeSetName });
    const { StackId } = (await client.describeStacks({ StackName: 'app' })).Stacks![0]!;
    return this.stacks.settled(StackId!);
  }

  /** `status name`, with the generated ends of names left out. */
  async live(): Promise<string[]> {
    const { Stacks: all = [] } = await this.stacks.client.describeStacks({});
    return all.map((it) => `${it.StackStatus} ${it.StackName!.replaceAll(/-\w{12}(?=-|$)/g, '')}`).toSorted();
  }

  async groups(): Promise<(string | undefined)[]> {
    return (await this.#logs.describeLogGroups({})).logGroups!.map((it) => it.logGroupName);
  }
}

export function changes({ Changes = [] }: DescribeChangeSetCommandOutput) {
  return Changes.map(({ ResourceChange }) => ResourceChange!);
}

export function summary(changeSet: DescribeChangeSetCommandOutput) {
  return changes(changeSet).map((it) => `${it.Action} ${it.LogicalResourceId}`);
}

/** One nested stack, which has another one. */
export const root = (more: Record<string, unknown> = {}) => ({
  Resources: { Top: logGroup('/top'), Middle: nestedStack('middle.json'), ...more },
});

export async function putTwoLevels({ put }: ChangeSets, leaf = '/leaf'): Promise<void> {
  await put('leaf.json', { Resources: { Log: logGroup(leaf) } });
  await put('middle.json', { Resources: { Log: logGroup('/middle'), Leaf: nestedStack('leaf.json') } });
}
