import { matchesWildcards } from '../../../kernel/wildcards.ts';
import { parseArn } from '../../../kernel/arn.ts';
import { type ConditionBlock, type ConditionContext, conditionsHold } from './conditions.ts';

/** Who wants to assume a role. */
export type Applicant =
  | { readonly kind: 'identity'; readonly arn: string; readonly account: string; readonly userId: string }
  | { readonly kind: 'service'; readonly name: string };

export interface TrustRequest {
  readonly applicant: Applicant;
  readonly action: 'sts:AssumeRole' | 'sts:TagSession';
  readonly context: ConditionContext;
}

interface TrustStatement {
  readonly Effect: 'Allow' | 'Deny';
  readonly Principal?: Principals;
  readonly NotPrincipal?: Principals;
  readonly Action?: string | readonly string[];
  readonly NotAction?: string | readonly string[];
  readonly Condition?: ConditionBlock;
}

type Principals = '*' | Readonly<Record<string, string | readonly string[]>>;

/** Whether a role's trust policy (JSON text, checked when it was set) lets the applicant in. A Deny beats any Allow. */
export function isTrusted(trustPolicy: string, request: TrustRequest): boolean {
  const { Statement } = JSON.parse(trustPolicy) as { Statement: TrustStatement | TrustStatement[] };
  const applying = [Statement].flat().filter((statement) => applies(statement, request));
  return applying.some(({ Effect }) => Effect === 'Allow') && !applying.some(({ Effect }) => Effect === 'Deny');
}

function applies(statement: TrustStatement, { applicant, action, context }: TrustRequest): boolean {
  return (
    namesAction(statement, action) &&
    namesApplicant(statement, applicant) &&
    conditionsHold(statement.Condition, context)
  );
}

function namesAction({ Action, NotAction }: TrustStatement, action: string): boolean {
  const isNamed = (list: string | readonly string[]) =>
    [list].flat().some((pattern) => matchesWildcards(pattern.toLowerCase(), action.toLowerCase()));
  return Action === undefined ? !isNamed(NotAction ?? []) : isNamed(Action);
}

function namesApplicant({ Principal, NotPrincipal }: TrustStatement, applicant: Applicant): boolean {
  return Principal === undefined ? !isAmong(NotPrincipal ?? {}, applicant) : isAmong(Principal, applicant);
}

function isAmong(principals: Principals, applicant: Applicant): boolean {
  if (principals === '*') return true;
  const named = [principals[applicant.kind === 'service' ? 'Service' : 'AWS'] ?? []].flat();
  return named.some((name) => (applicant.kind === 'service' ? name === applicant.name : isIdentity(name, applicant)));
}

/** An account stands for everyone in it; a role for each of its sessions (IAM user guide, "AWS JSON policy elements: Principal"). */
function isIdentity(named: string, applicant: Extract<Applicant, { kind: 'identity' }>): boolean {
  if (named === '*' || named === applicant.arn || named === applicant.account) return true;
  if (named === applicant.userId || named === applicant.userId.split(':')[0]) return true;
  const arn = parseArn(named);
  if (arn?.account !== applicant.account) return false;
  if (arn.resource === 'root') return true;
  return arn.resource.startsWith('role/') && roleNameOf(applicant.arn) === arn.resource.split('/').at(-1);
}

/** A session's ARN has its role's name without the path: `assumed-role/name/session`. */
function roleNameOf(arn: string): string | undefined {
  const [type, name] = parseArn(arn)?.resource.split('/') ?? [];
  return type === 'assumed-role' ? name : undefined;
}
