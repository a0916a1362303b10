import type { AssumeRoleCommandInput } from '@aws-sdk/client-sts';
import { callerOf } from './callers.ts';
import type { StsCall } from './operation.ts';
import { principalArnOf } from './roles.ts';
import type { ConditionContext } from './rules/conditions.ts';

/** What a trust policy's conditions can ask about (IAM user guide, "AWS global condition context keys" and "IAM and AWS STS condition context keys"). */
export async function trustContext(call: StsCall, input: AssumeRoleCommandInput): Promise<ConditionContext> {
  const tags = input.Tags ?? [];
  const now = new Date();
  const entries: [string, readonly (string | undefined)[]][] = [
    ['sts:ExternalId', [input.ExternalId]],
    ['sts:RoleSessionName', [input.RoleSessionName]],
    ['aws:SourceIp', [call.sourceIp]],
    ['aws:UserAgent', [call.userAgent]],
    ['aws:CurrentTime', [now.toISOString()]],
    ['aws:EpochTime', [String(Math.floor(now.getTime() / 1000))]],
    ['aws:RequestedRegion', [call.region]],
    ['aws:TagKeys', tags.map(({ Key }) => Key)],
    ...tags.map(({ Key, Value }): [string, [string | undefined]] => [`aws:RequestTag/${Key}`, [Value]]),
    ...(await principalEntries(call)),
  ];
  const known = entries.map(
    ([key, values]) => [key.toLowerCase(), values.filter((value) => value !== undefined)] as const,
  );
  return new Map(known.filter(([, values]) => values.length > 0));
}

async function principalEntries(call: StsCall): Promise<[string, (string | undefined)[]][]> {
  const { principal } = call;
  if (principal.kind === 'service') {
    return [
      ['aws:PrincipalIsAWSService', ['true']],
      ['aws:PrincipalServiceName', [principal.name]],
      ['aws:SourceArn', [principal.sourceArn]],
      ['aws:SourceAccount', [principal.sourceAccount]],
    ];
  }
  const caller = callerOf(call);
  const { arn, account, userId, kind } = caller;
  const types = { root: 'Account', user: 'User', 'role-session': 'AssumedRole', 'federated-user': 'FederatedUser' };
  return [
    ['aws:PrincipalIsAWSService', ['false']],
    ['aws:PrincipalArn', [await principalArnOf(call, caller)]],
    ['aws:PrincipalAccount', [account]],
    ['aws:PrincipalType', [types[kind]]],
    ['aws:userid', [userId]],
    ['aws:username', [kind === 'user' ? arn.slice(arn.lastIndexOf('/') + 1) : undefined]],
  ];
}
