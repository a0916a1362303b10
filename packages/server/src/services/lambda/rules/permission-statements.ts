import { invalidParameter } from '../errors.ts';

/** A statement of a Lambda resource policy, in the member order that AWS prints. */
export interface Statement {
  readonly Sid: string;
  readonly Effect: 'Allow';
  readonly Principal: '*' | { readonly Service: string } | { readonly AWS: string };
  readonly Action: string;
  readonly Resource: string;
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

export interface PermissionGrant {
  readonly StatementId: string | undefined;
  readonly Action: string | undefined;
  readonly Principal: string | undefined;
  readonly SourceArn?: string | undefined;
  readonly SourceAccount?: string | undefined;
  readonly EventSourceToken?: string | undefined;
  readonly PrincipalOrgID?: string | undefined;
  readonly FunctionUrlAuthType?: string | undefined;
  readonly InvokedViaFunctionUrl?: boolean | undefined;
}

/** What AddPermission turns its parameters into (recorded). Throws for a principal that is none. */
export function toStatement(grant: PermissionGrant, resource: string): Statement {
  const condition = toCondition(grant);
  return {
    Sid: grant.StatementId!,
    Effect: 'Allow',
    Principal: toPrincipal(grant.Principal!),
    Action: grant.Action!,
    Resource: resource,
    ...(condition ? { Condition: condition } : {}),
  };
}

function toPrincipal(principal: string): Statement['Principal'] {
  if (principal === '*') return '*';
  if (/^\d{12}$/.test(principal)) return { AWS: `arn:aws:iam::${principal}:root` };
  if (/^arn:aws[a-z-]*:(iam|sts)::\d{12}:(root|(user|role|assumed-role)\/.+)$/.test(principal))
    return { AWS: principal };
  if (/^[a-z0-9-]+(\.[a-z0-9-]+)*\.(amazonaws\.com|amazon\.com|aws\.internal)$/.test(principal))
    return { Service: principal };
  throw invalidParameter('The provided principal was invalid. Please check the principal and try again.');
}

function toCondition(grant: PermissionGrant): Statement['Condition'] | null {
  const equals: Record<string, string> = {};
  if (grant.SourceAccount !== undefined) equals['AWS:SourceAccount'] = grant.SourceAccount;
  if (grant.FunctionUrlAuthType !== undefined) equals['lambda:FunctionUrlAuthType'] = grant.FunctionUrlAuthType;
  if (grant.PrincipalOrgID !== undefined) equals['aws:PrincipalOrgID'] = grant.PrincipalOrgID;
  if (grant.EventSourceToken !== undefined) equals['lambda:EventSourceToken'] = grant.EventSourceToken;
  const condition: Record<string, Record<string, string>> = {};
  if (Object.keys(equals).length > 0) condition['StringEquals'] = equals;
  if (grant.SourceArn !== undefined) condition['ArnLike'] = { 'AWS:SourceArn': grant.SourceArn };
  if (grant.InvokedViaFunctionUrl) condition['Bool'] = { 'lambda:InvokedViaFunctionUrl': 'true' };
  return Object.keys(condition).length > 0 ? condition : null;
}

/** The policy document that GetPolicy prints. */
export function policyDocument(statements: readonly Statement[]): string {
  return JSON.stringify({ Version: '2012-10-17', Id: 'default', Statement: statements });
}
