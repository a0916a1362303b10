import { matchesWildcards } from '../../../kernel/wildcards.ts';
import type { Principal } from '../../service.ts';
import type { Statement } from './permission-statements.ts';

/** A request as a resource policy sees it. `values`: condition keys in lower case (`aws:sourcearn`). */
export interface PolicyRequest {
  readonly principal: Principal;
  readonly action: string;
  readonly values: Readonly<Record<string, string>>;
}

/** True when one statement allows the request. Lambda's policies hold no denials, so no order matters. */
export function isAllowed(statements: readonly Statement[], request: PolicyRequest): boolean {
  return statements.some(
    (statement) =>
      principalMatches(statement.Principal, request.principal) &&
      actionMatches(statement.Action, request.action) &&
      conditionHolds(statement.Condition ?? {}, request.values),
  );
}

/** The condition keys that a service principal brings along. */
export function conditionValues(principal: Principal): Record<string, string> {
  const values: Record<string, string> = {};
  if (principal.kind === 'service') {
    if (principal.sourceArn !== undefined) values['aws:sourcearn'] = principal.sourceArn;
    if (principal.sourceAccount !== undefined) values['aws:sourceaccount'] = principal.sourceAccount;
  }
  if (principal.kind === 'identity') values['aws:principalarn'] = principal.arn;
  return values;
}

function principalMatches(granted: Statement['Principal'], caller: Principal): boolean {
  if (granted === '*') return true;
  if ('Service' in granted) return caller.kind === 'service' && caller.name === granted.Service;
  if (caller.kind !== 'identity') return false;
  return (
    granted.AWS === caller.arn ||
    granted.AWS === `arn:aws:iam::${caller.account}:root` ||
    granted.AWS === roleOfSession(caller.arn)
  );
}

/** `arn:aws:sts::1:assumed-role/name/session` acts for the role `arn:aws:iam::1:role/name`. */
function roleOfSession(arn: string): string | null {
  const match = /^arn:(aws[a-z-]*):sts::(\d{12}):assumed-role\/(.+)\/[^/]+$/.exec(arn);
  return match ? `arn:${match[1]}:iam::${match[2]}:role/${match[3]}` : null;
}

function actionMatches(granted: string, action: string): boolean {
  const [left, right] = [granted.toLowerCase(), action.toLowerCase()];
  return left === '*' || left === 'lambda:*' || left === right;
}

/** Every key of every operator must hold; a key that the request does not carry fails. */
function conditionHolds(
  condition: NonNullable<Statement['Condition']>,
  values: Readonly<Record<string, string>>,
): boolean {
  return Object.entries(condition).every(([operator, keys]) =>
    Object.entries(keys).every(([key, expected]) => {
      const actual = values[key.toLowerCase()];
      return actual !== undefined && operatorHolds(operator, expected, actual);
    }),
  );
}

function operatorHolds(operator: string, expected: string, actual: string): boolean {
  if (operator === 'ArnLike') return arnLike(expected, actual);
  return operator === 'Bool' ? expected.toLowerCase() === actual.toLowerCase() : expected === actual;
}

/** IAM's ArnLike: the first five parts match one by one, `*` and `?` do not cross a colon there. */
export function arnLike(pattern: string, arn: string): boolean {
  const patterns = splitArn(pattern);
  const parts = splitArn(arn);
  return patterns.length === parts.length && patterns.every((part, index) => matchesWildcards(part, parts[index]!));
}

function splitArn(arn: string): string[] {
  const parts = arn.split(':');
  return parts.length <= 6 ? parts : [...parts.slice(0, 5), parts.slice(5).join(':')];
}
