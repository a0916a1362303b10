import assert from 'node:assert/strict';
import { CloudFormation } from '@aws-sdk/client-cloudformation';
import { CloudWatchLogs } from '@aws-sdk/client-cloudwatch-logs';
import { IAM } from '@aws-sdk/client-iam';
import { S3 } from '@aws-sdk/client-s3';
import type { CloudformationState } from '../../../packages/server/src/services/cloudformation/state.ts';
import type { TestPlatform } from '../../../packages/server/src/testing/test-platform.ts';
import { type AccountModel, logicalIdsOf } from './account-model.ts';

/** The official clients of one account. */
export class RealAccount {
  readonly cloudformation: CloudFormation;
  readonly logs: CloudWatchLogs;
  readonly iam: IAM;
  readonly s3: S3;
  readonly #platform: TestPlatform;

  constructor(platform: TestPlatform, account: string) {
    const configuration = platform.clientFor(account);
    this.cloudformation = new CloudFormation(configuration);
    this.logs = new CloudWatchLogs(configuration);
    this.iam = new IAM(configuration);
    this.s3 = new S3({ ...configuration, forcePathStyle: true });
    this.#platform = platform;
  }

  destroy(): void {
    for (const client of [this.cloudformation, this.logs, this.iam, this.s3]) client.destroy();
  }

  /** A stack's status when no deployment is under way. */
  async settled(id: string): Promise<string> {
    const state = (await this.#platform.platform.service('cloudformation')) as CloudformationState;
    await state.deployments.idle();
    return (await this.cloudformation.describeStacks({ StackName: id })).Stacks![0]!.StackStatus!;
  }

  async stackId(name: string): Promise<string> {
    return (await this.cloudformation.describeStacks({ StackName: name })).Stacks![0]!.StackId!;
  }

  async bucketOf(stack: string): Promise<string> {
    const { StackResourceDetail } = await this.cloudformation.describeStackResource({
      StackName: stack,
      LogicalResourceId: 'Bucket',
    });
    return StackResourceDetail!.PhysicalResourceId!;
  }
}

/** What is in the account is what the model says, and nothing else. */
export async function assertAccount(model: AccountModel, real: RealAccount): Promise<void> {
  const [stacks, groups, roles, buckets, exports] = await Promise.all([
    stacksOf(real),
    logGroupsOf(real),
    rolesOf(real),
    bucketsOf(real),
    exportsOf(real),
  ]);
  const specs = [...model.stacks.values()].map(({ spec }) => spec);
  assert.deepEqual(
    { stacks, groups, roles, buckets, exports },
    {
      stacks: [...model.stacks]
        .map(([name, { status, spec }]) => [name, status, logicalIdsOf(spec).toSorted()])
        .toSorted(byFirst),
      groups: [...model.logGroups].toSorted(byFirst),
      roles: specs.flatMap((spec) => spec?.Role?.description ?? []).toSorted(),
      buckets: [...specs.flatMap((spec) => spec?.Bucket?.versioning ?? []), ...model.leftBuckets].toSorted(),
      exports: model.exporter ? [['shared', String(model.exporter.value)]] : [],
    },
  );
}

function byFirst([a]: readonly unknown[], [b]: readonly unknown[]): number {
  return String(a) < String(b) ? -1 : 1;
}

async function stacksOf({ cloudformation }: RealAccount) {
  const { Stacks = [] } = await cloudformation.describeStacks({});
  const shown = Stacks.map(async ({ StackName, StackStatus }) => {
    const { StackResourceSummaries = [] } = await cloudformation.listStackResources({ StackName });
    const there = StackResourceSummaries.filter(({ ResourceStatus }) => ResourceStatus !== 'DELETE_COMPLETE');
    return [StackName, StackStatus, there.map(({ LogicalResourceId }) => LogicalResourceId!).toSorted()] as const;
  });
  return (await Promise.all(shown)).map((stack) => [...stack]).toSorted(byFirst);
}

async function logGroupsOf({ logs }: RealAccount) {
  const { logGroups = [] } = await logs.describeLogGroups({});
  return logGroups.map(({ logGroupName, retentionInDays = null }) => [logGroupName, retentionInDays]).toSorted(byFirst);
}

/** Their descriptions: their names are the platform's choice. */
async function rolesOf({ iam }: RealAccount): Promise<string[]> {
  return (await iam.listRoles({})).Roles!.map(({ Description }) => Description!).toSorted();
}

async function bucketsOf({ s3 }: RealAccount): Promise<(string | undefined)[]> {
  const { Buckets = [] } = await s3.listBuckets({});
  const versioning = Buckets.map(async ({ Name }) => (await s3.getBucketVersioning({ Bucket: Name })).Status);
  return (await Promise.all(versioning)).map(String).toSorted();
}

async function exportsOf({ cloudformation }: RealAccount) {
  return (await cloudformation.listExports({})).Exports!.map(({ Name, Value }) => [Name, Value]);
}
