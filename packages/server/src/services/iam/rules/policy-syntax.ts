import { malformedPolicy } from '../errors.ts';

/** One statement of a policy whose syntax was checked (IAM user guide, "Grammar of the IAM JSON policy language"). */
export interface Statement {
  readonly Sid?: string;
  readonly Effect: string;
  readonly Principal?: unknown;
  readonly NotPrincipal?: unknown;
  readonly Action?: string | readonly string[];
  readonly NotAction?: string | readonly string[];
  readonly Resource?: string | readonly string[];
  readonly NotResource?: string | readonly string[];
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

export interface PolicyDocument {
  readonly Version?: string;
  readonly statements: readonly Statement[];
}

const TOP_ELEMENTS = ['Version', 'Id', 'Statement'];
const VERSIONS = ['2008-10-17', '2012-10-17'];
const STATEMENT_ELEMENTS = [
  'Sid',
  'Effect',
  'Principal',
  'NotPrincipal',
  'Action',
  'NotAction',
  'Resource',
  'NotResource',
  'Condition',
];
const SYNTAX_ERRORS = 'Syntax errors in policy.';

/** Throws MalformedPolicyDocument with `invalidJson` when the text is no JSON, and AWS's general text for any other fault. */
export function parsePolicy(text: string, invalidJson: string): PolicyDocument {
  const policy = parseJson(text, invalidJson);
  if (
    !isObject(policy) ||
    !hasOnly(policy, TOP_ELEMENTS) ||
    !isKnownVersion(policy['Version']) ||
    !isTextOrAbsent(policy['Id'])
  ) {
    throw malformedPolicy(SYNTAX_ERRORS);
  }
  const statements = [policy['Statement']].flat();
  if (statements.length === 0 || !statements.every(isStatement)) throw malformedPolicy(SYNTAX_ERRORS);
  refuseRepeatedSids(statements);
  return { ...(policy['Version'] === undefined ? {} : { Version: policy['Version'] as string }), statements };
}

export function textsOf(value: string | readonly string[] | undefined): readonly string[] {
  if (value === undefined) return [];
  return typeof value === 'string' ? [value] : value;
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function isTexts(value: unknown): value is string | string[] {
  return typeof value === 'string' || (Array.isArray(value) && value.every((item) => typeof item === 'string'));
}

/** "Actions/Conditions must be prefaced by a vendor": every action is `*` or `service:Name`. */
export function checkActions(statement: Statement): void {
  for (const action of [...textsOf(statement.Action), ...textsOf(statement.NotAction)]) checkAction(action);
}

function checkAction(action: string): void {
  if (action === '*') return;
  const [vendor = '', name, ...rest] = action.split(':');
  if (name === undefined)
    throw malformedPolicy('Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc.');
  if (rest.length > 0) throw malformedPolicy('Actions/Condition can contain only one colon.');
  if (!/^([a-zA-Z0-9\-.]+|\*)$/.test(vendor)) throw malformedPolicy(`Vendor ${vendor} is not valid`);
}

function parseJson(text: string, invalidJson: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw malformedPolicy(invalidJson);
  }
}

function isStatement(value: unknown): value is Statement {
  if (!isObject(value) || !hasOnly(value, STATEMENT_ELEMENTS)) return false;
  if (value['Effect'] !== 'Allow' && value['Effect'] !== 'Deny') return false;
  if ('Resource' in value && 'NotResource' in value) return false;
  if ('Action' in value && 'NotAction' in value) return false;
  if ('Principal' in value && 'NotPrincipal' in value) return false;
  const lists = [value['Action'], value['NotAction'], value['Resource'], value['NotResource']];
  return (
    isTextOrAbsent(value['Sid']) &&
    lists.every((list) => list === undefined || isTexts(list)) &&
    isCondition(value['Condition'])
  );
}

const OPERATOR = new RegExp(
  '^(ForAnyValue:|ForAllValues:)?(' +
    'String(Not)?(Equals(IgnoreCase)?|Like)|Numeric(Not)?Equals|Numeric(Less|Greater)Than(Equals)?|' +
    'Date(Not)?Equals|Date(Less|Greater)Than(Equals)?|Bool|BinaryEquals|(Not)?IpAddress|Arn(Not)?(Equals|Like)' +
    ')(IfExists)?$|^Null$',
);

function isCondition(value: unknown): boolean {
  if (value === undefined) return true;
  return (
    isObject(value) &&
    Object.entries(value).every(
      ([operator, keys]) => OPERATOR.test(operator) && isObject(keys) && hasConditionValues(keys),
    )
  );
}

function hasConditionValues(keys: Record<string, unknown>): boolean {
  return Object.values(keys).every((values) =>
    [values].flat().every((value) => ['string', 'boolean', 'number'].includes(typeof value)),
  );
}

function refuseRepeatedSids(statements: readonly Statement[]): void {
  const sids = statements.map(({ Sid }) => Sid).filter(Boolean);
  if (new Set(sids).size < sids.length) throw malformedPolicy('Statement IDs (SID) in a single policy must be unique.');
}

function hasOnly(value: Record<string, unknown>, allowed: readonly string[]): boolean {
  return Object.keys(value).every((key) => allowed.includes(key));
}

function isKnownVersion(version: unknown): boolean {
  return version === undefined || VERSIONS.includes(version as string);
}

function isTextOrAbsent(value: unknown): boolean {
  return value === undefined || typeof value === 'string';
}
