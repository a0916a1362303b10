import { parseArn } from '../../kernel/arn.ts';
import { iamError } from './errors.ts';
import type { IamCall } from './operation.ts';

/** The user an operation is about: the one named, else the caller, who must then be a user. */
export function userNameOf(call: IamCall, named: string | undefined): string {
  if (named !== undefined) return named;
  const [type, ...path] = call.principal.kind === 'identity' ? parseArn(call.principal.arn)!.resource.split('/') : [];
  if (type !== 'user')
    throw iamError('ValidationError', 'Must specify userName when calling with non-User credentials');
  return path.at(-1)!;
}

/** Nobody in particular acts as the account's root, as an unauthenticated loopback caller does. */
export function isRoot(call: IamCall): boolean {
  if (call.principal.kind === 'anonymous') return true;
  return call.principal.kind === 'identity' && parseArn(call.principal.arn)?.resource === 'root';
}
