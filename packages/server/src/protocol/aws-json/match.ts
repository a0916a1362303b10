import { AwsError } from '../../kernel/errors.ts';
import type { ServiceModel } from '../model.ts';
import type { WireRequest } from '../wire.ts';

export type JsonVersion = '1.0' | '1.1';

const MEDIA_TYPE = /^application\/x-amz-json-(1\.[01])/;

/** A service with one version of the protocol answers both: the content type is the client's word, the target decides. */
export function claims(request: WireRequest, version: JsonVersion): boolean {
  const stated = MEDIA_TYPE.exec(request.headers['content-type'] ?? '')?.[1];
  return stated ? stated === version : request.headers['x-amz-target'] !== undefined;
}

/** `X-Amz-Target: Logs_20140328.CreateLogGroup`. */
export function operationOf(model: ServiceModel, request: WireRequest): string {
  const [prefix, operation] = (request.headers['x-amz-target'] ?? '').split('.');
  const known = prefix === model.targetPrefix && operation !== undefined && Object.hasOwn(model.operations, operation);
  if (!known) throw new AwsError('UnknownOperationException', '');
  return operation;
}
