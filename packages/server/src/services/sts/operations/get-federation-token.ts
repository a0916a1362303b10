import { formatArn } from '../../../kernel/arn.ts';
import { callerOf, isTemporary } from '../callers.ts';
import { issueCredentials } from '../credentials.ts';
import { accessDenied } from '../errors.ts';
import { operation } from '../operation.ts';
import { userSessionSeconds } from '../rules/durations.ts';
import { checkSessionPolicy } from '../rules/session-policies.ts';
import { sessionTags } from '../rules/session-tags.ts';

export const GetFederationToken = operation(
  'GetFederationToken',
  async (call, input) => {
    const caller = callerOf(call);
    if (isTemporary(call, caller)) throw accessDenied('Cannot call GetFederationToken with session credentials');
    checkSessionPolicy(input.Policy);
    const { account } = caller;
    const userId = `${account}:${input.Name!}`;
    const arn = formatArn({ service: 'sts', region: '', account, resource: `federated-user/${input.Name!}` });
    const claims = { account, arn, userId, policy: input.Policy, tags: sessionTags(input.Tags) };
    const seconds = userSessionSeconds(input.DurationSeconds, caller.kind === 'root');
    return {
      Credentials: issueCredentials(call, claims, seconds),
      FederatedUser: { FederatedUserId: userId, Arn: arn },
    };
  },
  { refuses: ['PolicyArns', 'MinimumSessionTokenSize'] },
);
