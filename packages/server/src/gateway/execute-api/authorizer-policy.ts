import { matchesWildcards } from '../../kernel/wildcards.ts';

/** What an authorizer's policy says of one method. `implicit`: nothing in it allows. */
export type Decision = 'allow' | 'explicit-deny' | 'implicit-deny';

interface Statement {
  readonly Effect: 'Allow' | 'Deny';
  readonly Action: readonly string[];
  readonly Resource: readonly string[];
}

const INVOKE = 'execute-api:invoke';

/** Throws when the document is no policy that could be decided on. */
export function decide(policyDocument: unknown, methodArn: string): Decision {
  const applying = readStatements(policyDocument).filter(
    ({ Action, Resource }) =>
      Action.some((action) => matchesWildcards(action.toLowerCase(), INVOKE)) &&
      Resource.some((resource) => matchesWildcards(resource, methodArn)),
  );
  if (applying.some(({ Effect }) => Effect === 'Deny')) return 'explicit-deny';
  return applying.length > 0 ? 'allow' : 'implicit-deny';
}

function readStatements(policyDocument: unknown): Statement[] {
  const statements = (policyDocument as { Statement?: unknown } | null)?.Statement;
  const list = Array.isArray(statements) ? statements : [statements];
  return list.map((statement) => {
    const { Effect, Action, Resource, ...others } = (statement ?? {}) as Record<string, unknown>;
    if (Effect !== 'Allow' && Effect !== 'Deny') throw new Error(`a statement's Effect is ${String(Effect)}`);
    const unknown = Object.keys(others).find((key) => key !== 'Sid');
    if (unknown) throw new Error(`Hearth does not evaluate ${unknown} in the policies of authorizers`);
    return { Effect, Action: texts(Action), Resource: texts(Resource) };
  });
}

function texts(value: unknown): string[] {
  const list = Array.isArray(value) ? value : [value];
  if (list.length === 0 || !list.every((item) => typeof item === 'string'))
    throw new Error('a statement needs an Action and a Resource');
  return list;
}
