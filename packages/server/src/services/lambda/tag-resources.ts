import { parseArn } from '../../kernel/arn.ts';
import { invalidParameter, resourceDoesNotExist } from './errors.ts';
import { ownFunction } from './lookup.ts';
import type { LambdaCall } from './operation.ts';
import type { FunctionReference } from './rules/function-names.ts';

/** Functions are what Hearth tags so far; other kinds of resources do not exist yet, so neither do their tags. */
export function taggedFunction(call: LambdaCall, resource: string): FunctionReference {
  if (!parseArn(resource)?.resource.startsWith('function:')) throw resourceDoesNotExist();
  const reference = ownFunction(call, resource);
  if (reference.qualifier !== undefined) {
    throw invalidParameter('Tags on function aliases and versions are not supported. Please specify a function ARN.');
  }
  return reference;
}
