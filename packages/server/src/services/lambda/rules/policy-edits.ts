import { conflict, notFound, policyTooLong } from '../errors.ts';
import { LIMITS } from './limits.ts';
import { policyDocument, type Statement } from './permission-statements.ts';

/** Adds a statement; its id must be new and the document stay under 20 KB. */
export function addStatement(statements: readonly Statement[], added: Statement): readonly Statement[] {
  if (statements.some((statement) => statement.Sid === added.Sid)) {
    throw conflict(
      `The statement id (${added.Sid}) provided already exists. Please provide a new statement id, or remove the existing statement.`,
    );
  }
  const all = [...statements, added];
  if (Buffer.byteLength(policyDocument(all)) > LIMITS.policyBytes) throw policyTooLong();
  return all;
}

export function removeStatement(statements: readonly Statement[], sid: string): readonly Statement[] {
  if (statements.length === 0) throw notFound('No policy is associated with the given resource.');
  const left = statements.filter((statement) => statement.Sid !== sid);
  if (left.length === statements.length) throw notFound(`Statement ${sid} is not found in resource policy.`);
  return left;
}
