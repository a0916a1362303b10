import { callerOf, isTemporary } from '../callers.ts';
import { issueCredentials } from '../credentials.ts';
import { accessDenied } from '../errors.ts';
import { operation } from '../operation.ts';
import { userSessionSeconds } from '../rules/durations.ts';

/** Hearth has no MFA devices: a serial number is refused. */
export const GetSessionToken = operation(
  'GetSessionToken',
  async (call, input) => {
    const caller = callerOf(call);
    if (isTemporary(call, caller)) throw accessDenied('Cannot call GetSessionToken with session credentials');
    const { account, arn, userId } = caller;
    const seconds = userSessionSeconds(input.DurationSeconds, caller.kind === 'root');
    return { Credentials: issueCredentials(call, { account, arn, userId }, seconds) };
  },
  { refuses: ['SerialNumber', 'TokenCode', 'MinimumSessionTokenSize'] },
);
