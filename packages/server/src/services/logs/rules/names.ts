import { formatArn, parseArn } from '../../../kernel/arn.ts';
import { groupNotFound, invalidParameter } from '../errors.ts';

export interface Scope {
  readonly account: string;
  readonly region: string;
}

const PREFIX = 'log-group:';

/** `arn:aws:logs:us-east-1:123456789012:log-group:NAME`, LogGroup.logGroupArn. */
export function groupArn(scope: Scope, name: string): string {
  return formatArn({ service: 'logs', region: scope.region, account: scope.account, resource: PREFIX + name });
}

export function streamArn(scope: Scope, group: string, stream: string): string {
  return `${groupArn(scope, group)}:log-stream:${stream}`;
}

/** The group that a call means by exactly one of its two members. */
export function groupNameOf(
  scope: Scope,
  { logGroupName, logGroupIdentifier }: { logGroupName?: string; logGroupIdentifier?: string },
): string {
  if (logGroupName !== undefined && logGroupIdentifier !== undefined) {
    throw invalidParameter('LogGroup name and LogGroup ARN are mutually exclusive parameters.');
  }
  const identifier = logGroupName ?? logGroupIdentifier;
  if (identifier === undefined) throw invalidParameter('Either LogGroup name or LogGroup ARN must be specified.');
  return logGroupName ?? groupNameFrom(scope, identifier);
}

/**
 * A name or an ARN. The form with `:*` never gets here: the model's patterns allow no asterisk.
 * @throws ResourceNotFoundException for an ARN of another account or region: there are no linked accounts here
 */
export function groupNameFrom(scope: Scope, identifier: string): string {
  if (!identifier.startsWith('arn:')) return identifier;
  const arn = parseArn(identifier);
  if (!arn || arn.service !== 'logs' || !arn.resource.startsWith(PREFIX))
    throw invalidParameter('The specified log group ARN is invalid.');
  if (arn.account !== scope.account || arn.region !== scope.region) throw groupNotFound();
  return arn.resource.slice(PREFIX.length);
}

/** CreateLogGroup: "Log group names can't start with the string aws/". */
export function checkNewGroupName(name: string): void {
  if (/^aws\//i.test(name)) throw invalidParameter('Log groups starting with AWS/ are reserved for AWS.');
}
