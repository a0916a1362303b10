import { errorsOf } from '../../kernel/errors.ts';
import type { StsErrorCode } from './model.types.ts';

/** The model's codes, and those that STS answers beyond it (STS API reference, "Common errors"). */
export const stsError = errorsOf<StsErrorCode | 'ValidationError' | 'AccessDenied' | 'InvalidParameterValue'>();

const FORBIDDEN = { status: 403 } as const;

export function accessDenied(message: string) {
  return stsError('AccessDenied', message, FORBIDDEN);
}

/** `User: arn:… is not authorized to perform: sts:AssumeRole on resource: arn:…` */
export function notAuthorized(caller: string, action: string, resource: string) {
  return accessDenied(`User: ${caller} is not authorized to perform: ${action} on resource: ${resource}`);
}
