import { type AwsError, errorsOf } from '../../kernel/errors.ts';
import type { LogsErrorCode } from './model.types.ts';

const logsError = errorsOf<LogsErrorCode>();

export function invalidParameter(message: string): AwsError {
  return logsError('InvalidParameterException', message);
}

export function invalidToken(): AwsError {
  return invalidParameter('The specified nextToken is invalid.');
}

export function groupNotFound(): AwsError {
  return logsError('ResourceNotFoundException', 'The specified log group does not exist.');
}

export function streamNotFound(): AwsError {
  return logsError('ResourceNotFoundException', 'The specified log stream does not exist.');
}

export function groupExists(): AwsError {
  return logsError('ResourceAlreadyExistsException', 'The specified log group already exists');
}

export function streamExists(): AwsError {
  return logsError('ResourceAlreadyExistsException', 'The specified log stream already exists');
}

export function tooManyTags(resourceName: string): AwsError {
  return logsError('TooManyTagsException', 'A resource can have no more than 50 tags.', { members: { resourceName } });
}

export function deletionProtected(): AwsError {
  return logsError(
    'ValidationException',
    'The log group cannot be deleted because deletion protection is enabled for it.',
  );
}
