import { limitExceeded, malformedPolicy } from '../errors.ts';
import { MAX_TRUST_POLICY, policySize } from './limits.ts';
import { checkActions, isObject, isTexts, parsePolicy, type Statement, textsOf } from './policy-syntax.ts';

/**
 * A role's trust policy. Throws MalformedPolicyDocument or LimitExceeded with AWS's texts.
 * Returns the users and roles it names as principals, which must exist.
 */
export function checkTrustPolicy(document: string): readonly string[] {
  const { statements } = parsePolicy(document, 'This policy contains invalid Json');
  const principals = statements.flatMap(checkTrustStatement);
  if (policySize(document) > MAX_TRUST_POLICY)
    throw limitExceeded(`Cannot exceed quota for ACLSizePerRole: ${MAX_TRUST_POLICY}`);
  return principals.filter((principal) => IDENTITY_ARN.test(principal));
}

export function invalidPrincipal(kind: string, value: string) {
  return malformedPolicy(`Invalid principal in policy: "${kind}":"${value}"`);
}

function checkTrustStatement(statement: Statement): string[] {
  if (statement.Resource !== undefined || statement.NotResource !== undefined)
    throw malformedPolicy('Has prohibited field Resource');
  const principal = statement.Principal ?? statement.NotPrincipal;
  if (principal === undefined) throw malformedPolicy('Missing required field Principal');
  if (textsOf(statement.Action ?? statement.NotAction).length === 0)
    throw malformedPolicy('Missing required field Action');
  checkActions(statement);
  if (!textsOf(statement.Action).every(isAssumeRoleAction)) {
    throw malformedPolicy('AssumeRole policy may only specify STS AssumeRole actions.');
  }
  return checkPrincipals(principal);
}

/** Service authorization reference, "Actions defined by AWS Security Token Service": those whose resource is a role. */
const ROLE_ACTIONS = [
  'sts:assumerole',
  'sts:assumerolewithsaml',
  'sts:assumerolewithwebidentity',
  'sts:setcontext',
  'sts:setsourceidentity',
  'sts:tagsession',
];

/** Wild cards may stand for part of the name. */
function isAssumeRoleAction(action: string): boolean {
  if (!/^sts:/i.test(action)) return false;
  const pattern = new RegExp(
    `^${action
      .toLowerCase()
      .replace(/[.+^${}()|[\]\\]/g, '\\$&')
      .replaceAll('*', '.*')
      .replaceAll('?', '.')}$`,
  );
  return ROLE_ACTIONS.some((known) => pattern.test(known));
}

const IDENTITY_ARN = /^arn:aws[a-z-]*:iam::\d{12}:(user|role)\/\S+$/;
const ACCOUNT = /^(\d{12}|arn:aws[a-z-]*:iam::\d{12}:root)$/;
const SESSION_ARN = /^arn:aws[a-z-]*:sts::\d{12}:(assumed-role\/[^/]+\/[^/]+|federated-user\/[^/]+)$/;
const UNIQUE_ID = /^(AROA|AIDA)[A-Z0-9]{12,}$/;

const PRINCIPAL_CHECKS: Readonly<Record<string, (value: string) => boolean>> = {
  AWS: (value) => value === '*' || [IDENTITY_ARN, ACCOUNT, SESSION_ARN, UNIQUE_ID].some((form) => form.test(value)),
  Service: (value) => /^[a-z0-9-]+(\.[a-z0-9-]+)*\.amazonaws\.com(\.cn)?$/.test(value),
  Federated: (value) => value.length > 0,
  CanonicalUser: (value) => value.length > 0,
};

/** AWS's error names the kind of principal in capitals: `"SERVICE":"x"`. */
function checkPrincipals(principal: unknown): string[] {
  if (principal === '*') return [];
  if (!isObject(principal) || Object.keys(principal).length === 0) throw malformedPolicy('Syntax errors in policy.');
  return Object.entries(principal).flatMap(([kind, values]) => {
    const check = PRINCIPAL_CHECKS[kind];
    if (!check || !isTexts(values)) throw malformedPolicy('Syntax errors in policy.');
    for (const value of textsOf(values)) if (!check(value)) throw invalidPrincipal(kind.toUpperCase(), value);
    return kind === 'AWS' ? textsOf(values) : [];
  });
}
