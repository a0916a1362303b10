import { formatArn } from '../../../kernel/arn.ts';
import type { Scope } from '../../service.ts';
import { functionNotFound, invalidParameter, notFound, validation } from '../errors.ts';

/** A function and, where the caller named one, the version or alias: `$LATEST`, `7`, `live`. */
export interface FunctionReference extends Scope {
  readonly name: string;
  readonly qualifier?: string;
}

/** The model's pattern of NamespacedFunctionName, as AWS quotes it. */
const PATTERN_TEXT =
  '(arn:(aws[a-zA-Z-]*)?:lambda:)?([a-z]{2}((-gov)|(-iso([a-z]?)))?-[a-z]+-\\d{1}:)?(\\d{12}:)?(function:)?([a-zA-Z0-9-_\\.]+)(:(\\$LATEST(\\.PUBLISHED)?|[a-zA-Z0-9-_]+))?';

const PATTERN =
  /^(?:arn:(?:aws[a-zA-Z-]*)?:lambda:)?(?:([a-z]{2}(?:-gov|-iso[a-z]?)?-[a-z]+-\d):)?(?:(\d{12}):)?(?:function:)?([a-zA-Z0-9\-_.]+)(?::(\$LATEST(?:\.PUBLISHED)?|[a-zA-Z0-9\-_]+))?$/;

/** What most callers send. A test makes nothing, which on the hot path counts. */
const PLAIN_NAME = /^[a-zA-Z0-9\-_.]+$/;

/**
 * Reads a name, `name:qualifier`, partial or full ARN, joined with the `Qualifier` parameter.
 * Throws AWS's errors for text that is none of these, contradicting qualifiers and other regions.
 */
export function parseFunctionReference(scope: Scope, text: string, qualifier?: string): FunctionReference {
  if (PLAIN_NAME.test(text)) return { account: scope.account, region: scope.region, name: text, qualifier };
  const match = PATTERN.exec(text);
  if (!match) throw validation(text, 'functionName', `Member must satisfy regular expression pattern: ${PATTERN_TEXT}`);
  const [, region, account, name, derived] = match;
  if (derived !== undefined && qualifier !== undefined && derived !== qualifier) {
    throw invalidParameter('The derived qualifier from the function name does not match the specified qualifier.');
  }
  if (region !== undefined && region !== scope.region) {
    throw notFound(`Functions from '${region}' are not reachable in this region ('${scope.region}')`);
  }
  return { account: account ?? scope.account, region: scope.region, name: name!, qualifier: derived ?? qualifier };
}

/** The name of a function to be created: 64 characters at most, and no qualifier. */
export function parseNewFunctionName(scope: Scope, text: string): FunctionReference {
  const reference = parseFunctionReference(scope, text);
  if (reference.name.length > 64) {
    const rule = 'Member must have length less than or equal to 64';
    throw invalidParameter(
      `1 validation error detected: Value '${text}' at 'functionName' failed to satisfy constraint: ${rule}`,
    );
  }
  if (reference.qualifier !== undefined || reference.account !== scope.account)
    throw functionNotFound(qualifiedArn(reference));
  return reference;
}

export function functionArn(reference: Omit<FunctionReference, 'qualifier'>): string {
  const { account, region, name } = reference;
  return formatArn({ service: 'lambda', region, account, resource: `function:${name}` });
}

export function qualifiedArn(reference: FunctionReference): string {
  const arn = functionArn(reference);
  return reference.qualifier === undefined ? arn : `${arn}:${reference.qualifier}`;
}

/** `$LATEST` and numbers are versions; everything else names an alias. */
export function isVersion(qualifier: string): boolean {
  return qualifier === '$LATEST' || /^\d+$/.test(qualifier);
}
