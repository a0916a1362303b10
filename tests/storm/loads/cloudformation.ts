import type { Stack } from '@aws-sdk/client-cloudformation';
import { orAbsent } from '../kit/absent.ts';
import type { Clients } from '../kit/clients.ts';
import { eventually } from '../kit/eventually.ts';
import type { Ledger } from '../kit/ledger.ts';
import type { Lane, Load } from '../kit/load.ts';

const SETTLES_WITHIN_MS = 30_000;

/** Stacks created, updated and deleted, most of the time in the middle of it. A value is the mark in all its resources. */
export class CloudFormationLoad implements Load {
  readonly name = 'cloudformation';
  readonly lanes = 1;
  readonly ledger: Ledger;

  readonly #mayFail: boolean;

  /** @param mayFail a stack may end as failed or rolled back, and goes with its deletion: on a full disk */
  constructor(ledger: Ledger, mayFail: boolean) {
    this.ledger = ledger;
    this.#mayFail = mayFail;
  }

  async prepare(): Promise<void> {}

  async step({ cloudformation }: Clients, lane: Lane): Promise<void> {
    const StackName = `storm-${lane.name}-${lane.random.between(0, 1)}`;
    const key = `stack ${StackName}`;
    const mark = lane.mark();
    const input = {
      StackName,
      TemplateBody: templateOf(StackName, mark),
      Capabilities: ['CAPABILITY_NAMED_IAM' as const],
    };
    if (this.ledger.now(key) === null) await this.ledger.attempt(key, mark, () => cloudformation.createStack(input));
    else if (lane.random.chance(0.3))
      await this.ledger.attempt(key, null, () => cloudformation.deleteStack({ StackName }));
    else await this.ledger.attempt(key, mark, () => cloudformation.updateStack(input));
    // Until it is through, so that the fault comes in the middle.
    await settled(cloudformation, StackName);
  }

  async check(clients: Clients): Promise<readonly string[]> {
    const wrong: (string | null)[] = [];
    for (const key of this.ledger.keys('stack ')) {
      const name = key.slice('stack '.length);
      const stack = await this.#settledWell(clients, name);
      const status = stack?.StackStatus ?? 'absent';
      if (!['absent', 'CREATE_COMPLETE', 'UPDATE_COMPLETE'].includes(status))
        wrong.push(`${key} is ${status}: ${stack?.StackStatusReason ?? ''}`);
      const mark = stack ? (stack.Outputs?.[0]?.OutputValue ?? '') : null;
      wrong.push(this.ledger.check(key, mark));
      const found = await resourcesOf(clients, name);
      const expected = mark === null ? [] : resourcesWith(name, mark);
      if (found.join() !== expected.join()) wrong.push(`${key} of ${mark} has ${found.join() || 'nothing'}`);
    }
    return wrong.filter((it) => it !== null);
  }

  async #settledWell({ cloudformation }: Clients, name: string): Promise<Stack | null> {
    const stack = await settled(cloudformation, name);
    if (!this.#mayFail || !/ROLLBACK|FAILED/.test(stack?.StackStatus ?? '')) return stack;
    await cloudformation.deleteStack({ StackName: name });
    this.ledger.record(`stack ${name}`, null);
    return settled(cloudformation, name);
  }
}

/** What there is of a stack, in the order of `resourcesWith`. */
async function resourcesOf({ logs, iam, s3 }: Clients, name: string): Promise<string[]> {
  const { logGroups = [] } = await logs.describeLogGroups({ logGroupNamePrefix: `/stack/${name}/` });
  const role = await orAbsent(iam.getRole({ RoleName: name }), 'NoSuchEntityException');
  const bucket = await orAbsent(s3.headBucket({ Bucket: name }), 'NotFound');
  const groups = logGroups.map((it) => it.logGroupName!);
  return [...groups, ...(role ? [`role of ${role.Role?.Description}`] : []), ...(bucket ? ['bucket'] : [])];
}

function resourcesWith(name: string, mark: string): string[] {
  const groups = Array.from({ length: GROUPS }, (_, index) => `/stack/${name}/${index}-${mark}`);
  return [...groups, `role of ${mark}`, 'bucket'];
}

const GROUPS = 4;

/** A role that is changed in place, groups that are replaced, a bucket that stays. */
function templateOf(name: string, mark: string): string {
  const trust = { Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' };
  const groups = Array.from({ length: GROUPS }, (_, index) => [
    `Group${index}`,
    {
      Type: 'AWS::Logs::LogGroup',
      Properties: { LogGroupName: `/stack/${name}/${index}-${mark}` },
      ...(index > 1 && { DependsOn: `Group${index - 2}` }),
    },
  ]);
  return JSON.stringify({
    Resources: {
      ...(Object.fromEntries(groups) as Record<string, unknown>),
      Bucket: { Type: 'AWS::S3::Bucket', Properties: { BucketName: name } },
      Role: {
        Type: 'AWS::IAM::Role',
        Properties: {
          RoleName: name,
          Description: mark,
          AssumeRolePolicyDocument: { Version: '2012-10-17', Statement: [trust] },
        },
      },
    },
    Outputs: { Mark: { Value: mark } },
  });
}

/** The stack when nothing is in progress any more; null when there is none. */
async function settled(cloudformation: Clients['cloudformation'], StackName: string): Promise<Stack | null> {
  let stack: Stack | null = null;
  await eventually(async () => {
    const found = await orAbsent(cloudformation.describeStacks({ StackName }), 'ValidationError');
    stack = found?.Stacks?.[0] ?? null;
    return !stack?.StackStatus?.endsWith('_IN_PROGRESS');
  }, SETTLES_WITHIN_MS);
  return stack;
}
