import { parseArn } from '../../kernel/arn.ts';
import { AwsError } from '../../kernel/errors.ts';
import type { Principal } from '../service.ts';
import { invalidParameter } from './errors.ts';
import type { LambdaCall } from './operation.ts';
import { type FunctionReference, functionArn } from './rules/function-names.ts';

/**
 * Refuses a role whose trust policy does not let Lambda in, as AWS does. A role that IAM does not have is taken as it
 * is, for functions that were made with the ARN of a real account's role, or of none.
 */
export async function requireAssumable(call: LambdaCall, reference: FunctionReference, roleArn: string): Promise<void> {
  const { account } = call;
  if (parseArn(roleArn)?.account !== account) return;
  const sourceArn = functionArn(reference);
  const lambda: Principal = { kind: 'service', name: 'lambda.amazonaws.com', sourceArn, sourceAccount: account };
  const { iam, sts } = call.host.aws(call, lambda);
  const name = roleArn.slice(roleArn.lastIndexOf('/') + 1);
  const found = await iam.GetRole({ RoleName: name }).catch(absent);
  if (found?.Role?.Arn !== roleArn) return;
  await sts.AssumeRole({ RoleArn: roleArn, RoleSessionName: 'awslambda' }).catch(untrusted);
}

/** No such role, or a name that can be none. */
function absent(error: unknown): undefined {
  if (error instanceof AwsError && error.options.fault !== 'server') return undefined;
  throw error;
}

function untrusted(cause: unknown): never {
  if (!(cause instanceof AwsError) || cause.code !== 'AccessDenied') throw cause;
  throw invalidParameter('The role defined for the function cannot be assumed by Lambda.');
}
