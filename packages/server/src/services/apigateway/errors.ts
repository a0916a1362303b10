import { errorsOf } from '../../kernel/errors.ts';
import type { Scope } from '../service.ts';
import type { ApigatewayErrorCode } from './model.types.ts';

const apiGatewayError = errorsOf<ApigatewayErrorCode>();

export function notFound(message: string) {
  return apiGatewayError('NotFoundException', message);
}

export function badRequest(message: string) {
  return apiGatewayError('BadRequestException', message);
}

export function conflict(message: string) {
  return apiGatewayError('ConflictException', message);
}

export function apiNotFound({ account }: Scope, restApiId: string) {
  return notFound(`Invalid API identifier specified ${account}:${restApiId}`);
}
