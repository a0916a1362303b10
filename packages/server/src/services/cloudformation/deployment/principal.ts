import { parseArn } from '../../../kernel/arn.ts';
import type { Principal } from '../../service.ts';
import type { CloudformationCall } from '../operation.ts';

/** Whom the services see: the stack's role when it has one, else whoever asked for the deployment. */
export function deployingPrincipal(call: CloudformationCall, roleArn: string | null): Principal {
  if (roleArn === null) return call.principal;
  const role = parseArn(roleArn);
  const name = role?.resource.split('/').at(-1) ?? '';
  const account = role?.account ?? call.account;
  return {
    kind: 'identity',
    account,
    arn: `arn:aws:sts::${account}:assumed-role/${name}/AWSCloudFormation`,
    userId: `${name}:AWSCloudFormation`,
  };
}
