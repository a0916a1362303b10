import { stsError } from '../errors.ts';

/** An inline session policy must be a policy in JSON; AWS's text is that of IAM. */
export function checkSessionPolicy(policy: string | undefined): void {
  if (policy === undefined || isPolicy(policy)) return;
  throw stsError('MalformedPolicyDocumentException', 'Syntax errors in policy.');
}

function isPolicy(text: string): boolean {
  const policy = parseJson(text);
  if (typeof policy !== 'object' || policy === null || !('Statement' in policy)) return false;
  const statements = [policy.Statement].flat();
  return statements.length > 0 && statements.every(isStatement);
}

function isStatement(statement: unknown): boolean {
  if (typeof statement !== 'object' || statement === null) return false;
  const { Effect, Action, NotAction, Resource, NotResource, Principal } = statement as Record<string, unknown>;
  return (
    (Effect === 'Allow' || Effect === 'Deny') &&
    (Action ?? NotAction) !== undefined &&
    (Resource ?? NotResource) !== undefined &&
    Principal === undefined
  );
}

/** Null is no policy either, so it can stand for what is no JSON. */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
