import type { AssumeRoleCommandInput } from '@aws-sdk/client-sts';
import { formatArn, parseArn } from '../../../kernel/arn.ts';
import { callerOf, isTemporary } from '../callers.ts';
import { issueCredentials } from '../credentials.ts';
import { accessDenied, notAuthorized, stsError } from '../errors.ts';
import { operation, type StsCall } from '../operation.ts';
import { findRole, type TrustedRole } from '../roles.ts';
import { roleSessionSeconds } from '../rules/durations.ts';
import { checkSessionPolicy } from '../rules/session-policies.ts';
import { sessionTags } from '../rules/session-tags.ts';
import { type Applicant, isTrusted } from '../rules/trust.ts';
import { trustContext } from '../trust-context.ts';

export const AssumeRole = operation(
  'AssumeRole',
  async (call, input) => {
    const roleArn = input.RoleArn!;
    checkSessionPolicy(input.Policy);
    const tags = sessionTags(input.Tags);
    const role = await findRole(call, accountOf(roleArn), roleArn);
    if (!role) throw notAuthorized(applicantName(call), 'sts:AssumeRole', roleArn);
    await refuseUntrusted(call, role, input);

    const caller = callerOf(call);
    const chained = isTemporary(call, caller);
    const seconds = roleSessionSeconds(input.DurationSeconds, { roleMaxSeconds: role.maxSessionSeconds, chained });
    const session = input.RoleSessionName!;
    const arn = formatArn({
      service: 'sts',
      region: '',
      account: role.account,
      resource: `assumed-role/${role.name}/${session}`,
    });
    const userId = `${role.id}:${session}`;
    const claims = { account: role.account, arn, userId, roleArn, policy: input.Policy, tags };
    return {
      Credentials: issueCredentials(call, claims, seconds),
      AssumedRoleUser: { AssumedRoleId: userId, Arn: arn },
    };
  },
  {
    refuses: [
      'PolicyArns',
      'TransitiveTagKeys',
      'SerialNumber',
      'TokenCode',
      'SourceIdentity',
      'ProvidedContexts',
      'MinimumSessionTokenSize',
    ],
  },
);

function accountOf(roleArn: string): string {
  const arn = parseArn(roleArn);
  if (arn?.service !== 'iam' || !/^\d{12}$/.test(arn.account) || !arn.resource.startsWith('role/')) {
    throw stsError('ValidationError', `${roleArn} is invalid`);
  }
  return arn.account;
}

function applicantName(call: StsCall): string {
  return call.principal.kind === 'service' ? call.principal.name : callerOf(call).arn;
}

/** An unauthenticated caller on loopback has nothing that could be trusted or not: only an identity and a service are judged. */
async function refuseUntrusted(call: StsCall, role: TrustedRole, input: AssumeRoleCommandInput): Promise<void> {
  if (call.principal.kind === 'anonymous') return;
  if (call.principal.kind === 'identity' && callerOf(call).kind === 'root')
    throw accessDenied('Roles may not be assumed by root accounts.');
  const applicant: Applicant = call.principal;
  const context = await trustContext(call, input);
  const actions = input.Tags?.length ? (['sts:AssumeRole', 'sts:TagSession'] as const) : (['sts:AssumeRole'] as const);
  for (const action of actions) {
    if (!isTrusted(role.trustPolicy, { applicant, action, context }))
      throw notAuthorized(applicantName(call), action, role.arn);
  }
}
