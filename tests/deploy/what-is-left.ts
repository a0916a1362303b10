import { APIGatewayClient, GetRestApisCommand } from '@aws-sdk/client-api-gateway';
import { CloudFormationClient, DescribeStacksCommand } from '@aws-sdk/client-cloudformation';
import { CloudWatchLogsClient, DescribeLogGroupsCommand } from '@aws-sdk/client-cloudwatch-logs';
import { IAMClient, ListRolesCommand } from '@aws-sdk/client-iam';
import { LambdaClient, ListFunctionsCommand } from '@aws-sdk/client-lambda';
import { ListBucketsCommand, S3Client } from '@aws-sdk/client-s3';
import type { ClientConfiguration } from '../../packages/server/src/testing/test-platform.ts';

/** Names of everything that a deployment makes, by kind; kinds of which there is nothing are left out. */
export async function whatIsLeft(client: ClientConfiguration): Promise<Record<string, readonly string[]>> {
  const s3 = new S3Client({ ...client, forcePathStyle: true });
  const [stacks, functions, apis, buckets, groups, roles] = await Promise.all([
    new CloudFormationClient(client).send(new DescribeStacksCommand()),
    new LambdaClient(client).send(new ListFunctionsCommand()),
    new APIGatewayClient(client).send(new GetRestApisCommand()),
    s3.send(new ListBucketsCommand()),
    new CloudWatchLogsClient(client).send(new DescribeLogGroupsCommand()),
    new IAMClient(client).send(new ListRolesCommand()),
  ]);
  const left = {
    stacks: names(stacks.Stacks, 'StackName'),
    functions: names(functions.Functions, 'FunctionName'),
    apis: names(apis.items, 'name'),
    buckets: names(buckets.Buckets, 'Name'),
    logGroups: names(groups.logGroups, 'logGroupName'),
    roles: names(roles.Roles, 'RoleName'),
  };
  return Object.fromEntries(Object.entries(left).filter(([, found]) => found.length > 0));
}

function names<Item>(items: readonly Item[] | undefined, member: keyof Item): string[] {
  return (items ?? []).map((item) => String(item[member]));
}
