import { errorsOf } from '../../kernel/errors.ts';
import type { CloudformationErrorCode } from './model.types.ts';

/** The model's codes, and ValidationError, which nearly everything is and no model names. */
export const cloudformationError = errorsOf<CloudformationErrorCode | 'ValidationError'>();

export function validationError(message: string) {
  return cloudformationError('ValidationError', message);
}

export function templateError(message: string) {
  return validationError(`Template error: ${message}`);
}

export function templateFormatError(message: string) {
  return validationError(`Template format error: ${message}`);
}

/** DescribeStacks, GetTemplate, ListStackResources and most others. */
export function noStackWithId(name: string) {
  return validationError(`Stack with id ${name} does not exist`);
}

/** DescribeStackEvents, UpdateStack and the operations of change sets. */
export function noStack(name: string) {
  return validationError(`Stack [${name}] does not exist`);
}

export function noChangeSet(name: string) {
  return cloudformationError('ChangeSetNotFoundException', `ChangeSet [${name}] does not exist`, { status: 404 });
}
