import { errorsOf, type AwsError } from '../../kernel/errors.ts';
import type { LambdaErrorCode } from './model.types.ts';

/** What Lambda's front door answers although its model does not name it. */
type UnmodelledCode = 'ValidationException' | 'RequestEntityTooLargeException' | 'AccessDeniedException';

const lambdaError = errorsOf<LambdaErrorCode | UnmodelledCode>();

/** The caller's fault, as Lambda's error bodies say it (`"Type": "User"`). */
const USER = { members: { Type: 'User' } } as const;

export function invalidParameter(message: string): AwsError {
  return lambdaError('InvalidParameterValueException', message, USER);
}

export function notFound(message: string): AwsError {
  return lambdaError('ResourceNotFoundException', message, USER);
}

export function functionNotFound(arn: string): AwsError {
  return notFound(`Function not found: ${arn}`);
}

/** What Lambda says of a missing policy, URL configuration or layer version. */
export function resourceDoesNotExist(): AwsError {
  return notFound('The resource you requested does not exist.');
}

export function conflict(message: string): AwsError {
  return lambdaError('ResourceConflictException', message, USER);
}

export function staleRevision(source: 'GetFunction/GetAlias' | 'GetPolicy' | 'GetLayerPolicy'): AwsError {
  const text = `The Revision Id provided does not match the latest Revision Id. Call the ${source} API to retrieve the latest Revision Id`;
  return lambdaError('PreconditionFailedException', text, USER);
}

/** `1 validation error detected: Value 'x' at 'path' failed to satisfy constraint: rule`. */
export function validation(value: string, path: string, rule: string): AwsError {
  const text = `1 validation error detected: Value '${value}' at '${path}' failed to satisfy constraint: ${rule}`;
  return lambdaError('ValidationException', text, { status: 400 });
}

export function requestTooLarge(message: string): AwsError {
  return lambdaError('RequestEntityTooLargeException', message, { status: 413, ...USER });
}

/** Without a text, as AWS answers for functions of another account. */
export function accessDenied(message = ''): AwsError {
  return lambdaError('AccessDeniedException', message, { status: 403 });
}

export function invalidRequestContent(message: string, cause?: unknown): AwsError {
  return lambdaError('InvalidRequestContentException', message, { ...USER, cause });
}

export function codeStorageExceeded(): AwsError {
  return lambdaError('CodeStorageExceededException', 'Code storage limit exceeded.', USER);
}

export function policyTooLong(): AwsError {
  return lambdaError('PolicyLengthExceededException', 'The final policy size is bigger than the limit (20480).', USER);
}

export function provisionedConcurrencyNotFound(): AwsError {
  const text = 'No Provisioned Concurrency Config found for this function';
  return lambdaError('ProvisionedConcurrencyConfigNotFoundException', text, USER);
}

export type ThrottleReason = 'ConcurrentInvocationLimitExceeded' | 'ReservedFunctionConcurrentInvocationLimitExceeded';

export function throttled(reason: ThrottleReason): AwsError {
  return lambdaError('TooManyRequestsException', 'Rate Exceeded.', {
    members: { Type: 'User', Reason: reason },
    headers: { 'retry-after': '1' },
  });
}
