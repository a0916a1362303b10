import { malformedPolicy } from '../errors.ts';
import { MAX_POLICY_BYTES } from './limits.ts';

interface Statement {
  readonly Effect?: unknown;
  readonly Principal?: unknown;
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

/** Throws MalformedPolicy for what is no policy. */
export function parsePolicy(text: string): readonly Statement[] {
  if (Buffer.byteLength(text) > MAX_POLICY_BYTES)
    throw malformedPolicy('Normalized policy document exceeds the maximum allowed size of 20480 bytes.');
  const policy = jsonObject(text);
  if (!policy) throw malformedPolicy("Policies must be valid JSON and the first byte must be '{'");
  const statements =
    policy.Statement === undefined
      ? []
      : Array.isArray(policy.Statement)
        ? (policy.Statement as Statement[])
        : [policy.Statement as Statement];
  if (statements.length === 0) throw malformedPolicy('Missing required field Statement');
  for (const { Effect, Principal } of statements) {
    if (Effect !== 'Allow' && Effect !== 'Deny') throw malformedPolicy(`Invalid effect: ${JSON.stringify(Effect)}`);
    if (Principal === undefined && !statements.some((statement) => 'NotPrincipal' in statement))
      throw malformedPolicy('Missing required field Principal');
  }
  return statements;
}

interface Policy {
  readonly Statement?: Statement | readonly Statement[];
}

function jsonObject(text: string): Policy | null {
  if (!text.startsWith('{')) return null;
  try {
    return JSON.parse(text) as Policy;
  } catch {
    return null;
  }
}

/** Condition keys that pin a caller down (S3 user guide, "The meaning of public"). */
const PINNING =
  /^(aws:(SourceArn|SourceVpc|SourceVpce|SourceAccount|SourceIp|PrincipalOrgID|PrincipalOrgPaths|PrincipalArn|PrincipalAccount|userid|SourceOwner)|s3:(x-amz-server-side-encryption-aws-kms-key-id|DataAccessPointArn|DataAccessPointAccount))$/i;

/** Whether a policy lets anyone in. */
export function isPublic(statements: readonly Statement[]): boolean {
  return statements.some(
    ({ Effect, Principal, Condition }) => Effect === 'Allow' && isEveryone(Principal) && !isPinned(Condition),
  );
}

function isEveryone(principal: unknown): boolean {
  if (principal === '*') return true;
  const aws = (principal as { AWS?: unknown } | undefined)?.AWS;
  return aws === '*' || (Array.isArray(aws) && aws.includes('*'));
}

function isPinned(condition: Statement['Condition']): boolean {
  const tests = Object.entries(condition ?? {}).flatMap(([operator, keys]) =>
    Object.entries(keys).map(([key, value]) => ({ operator, key, value })),
  );
  return tests.some(
    ({ operator, key, value }) =>
      PINNING.test(key) &&
      !/not/i.test(operator) &&
      ![value].flat().some((text) => text === '*' || text === '0.0.0.0/0'),
  );
}
