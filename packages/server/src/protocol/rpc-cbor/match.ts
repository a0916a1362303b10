import { AwsError } from '../../kernel/errors.ts';
import type { ServiceModel } from '../model.ts';
import type { WireRequest } from '../wire.ts';

/** `POST /service/GraniteServiceVersion20100801/operation/ListMetrics` with `smithy-protocol: rpc-v2-cbor`. */
const PATH = /\/service\/([^/]+)\/operation\/([^/]+)$/;

export function claims(request: WireRequest): boolean {
  return request.headers['smithy-protocol'] === 'rpc-v2-cbor';
}

/** The path's service is the shape's name with or without its namespace; whoever came here is ours by its signature or host. */
export function operationOf(model: ServiceModel, request: WireRequest): string {
  const operation = PATH.exec(request.path)?.[2];
  const known = request.method === 'POST' && operation !== undefined && Object.hasOwn(model.operations, operation);
  if (!known) throw new AwsError('UnknownOperationException', '', { status: 404 });
  return operation;
}
