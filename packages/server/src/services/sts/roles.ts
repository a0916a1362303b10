import { AwsError } from '../../kernel/errors.ts';
import type { Role } from '@aws-sdk/client-iam';
import type { Caller } from './callers.ts';
import type { StsCall } from './operation.ts';

export interface TrustedRole {
  readonly account: string;
  readonly arn: string;
  readonly name: string;
  readonly id: string;
  /** JSON text. */
  readonly trustPolicy: string;
  readonly maxSessionSeconds: number;
}

/** `aws:PrincipalArn` of a role's session is the role's ARN, path included; a session's own ARN leaves the path out. */
export async function principalArnOf(call: StsCall, caller: Caller): Promise<string> {
  if (caller.kind !== 'role-session') return caller.arn;
  const name = caller.arn.split('/')[1]!;
  return (await getRole(call, caller.account, name))?.Arn ?? caller.arn;
}

/** Asks IAM, in the role's own account. Null when it has no role of exactly that ARN. */
export async function findRole(call: StsCall, account: string, arn: string): Promise<TrustedRole | null> {
  const role = await getRole(call, account, arn.slice(arn.lastIndexOf('/') + 1));
  if (role?.Arn !== arn) return null;
  return {
    account,
    arn,
    name: role.RoleName!,
    id: role.RoleId!,
    trustPolicy: decodeURIComponent(role.AssumeRolePolicyDocument!),
    maxSessionSeconds: role.MaxSessionDuration!,
  };
}

function getRole(call: StsCall, account: string, name: string): Promise<Role | undefined> {
  const scope = { account, region: call.region };
  const { iam } = call.host.aws(scope, { kind: 'service', name: 'sts.amazonaws.com', sourceAccount: call.account });
  return iam.GetRole({ RoleName: name }).then(({ Role }) => Role, refusal);
}

/** IAM's client errors (no such role, a name that can be none) mean that there is nothing to assume. */
function refusal(error: unknown): undefined {
  if (error instanceof AwsError && error.options.fault !== 'server') return undefined;
  throw error;
}
