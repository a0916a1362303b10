import { formatArn, parseArn } from '../../kernel/arn.ts';
import type { StsCall } from './operation.ts';

export interface Caller {
  readonly account: string;
  readonly arn: string;
  /** `AIDA…`, `AROA…:session`, or the account's number for root. */
  readonly userId: string;
  readonly kind: 'root' | 'user' | 'role-session' | 'federated-user';
}

const SESSION_KINDS = { 'assumed-role': 'role-session', 'federated-user': 'federated-user', user: 'user' } as const;

/** Who calls. Nobody in particular (unauthenticated loopback) is the root of the account that the request names. */
export function callerOf(call: StsCall): Caller {
  const { principal, account } = call;
  if (principal.kind !== 'identity') {
    const arn = formatArn({ service: 'iam', region: '', account, resource: 'root' });
    return { account, arn, userId: account, kind: 'root' };
  }
  const type = parseArn(principal.arn)?.resource.split('/')[0] as keyof typeof SESSION_KINDS | 'root';
  return {
    account: principal.account,
    arn: principal.arn,
    userId: principal.userId,
    kind: type === 'root' ? 'root' : SESSION_KINDS[type],
  };
}

/** True for an identity with temporary credentials, GetSessionToken's included. */
export function isTemporary(call: StsCall, caller: Caller): boolean {
  if (call.principal.kind !== 'identity') return false;
  return (
    caller.kind === 'role-session' ||
    caller.kind === 'federated-user' ||
    (call.accessKeyId?.startsWith('ASIA') ?? false)
  );
}
