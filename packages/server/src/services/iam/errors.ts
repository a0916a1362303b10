import { errorsOf } from '../../kernel/errors.ts';
import type { IamErrorCode } from './model.types.ts';

/** The model's codes, and those that IAM answers beyond it (IAM API reference, "Common errors"). */
export const iamError = errorsOf<IamErrorCode | 'ValidationError' | 'AccessDenied'>();

export function noSuchEntity(message: string) {
  return iamError('NoSuchEntityException', message);
}

export function malformedPolicy(message: string) {
  return iamError('MalformedPolicyDocumentException', message);
}

export function limitExceeded(message: string) {
  return iamError('LimitExceededException', message);
}

export function deleteConflict(message: string) {
  return iamError('DeleteConflictException', message);
}
