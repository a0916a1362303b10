import { AwsError } from '../../kernel/errors.ts';
import { parseForm, type QueryNode } from '../formats/query-read.ts';
import type { ServiceModel } from '../model.ts';
import { RPC_BODY_LIMIT } from '../request-body.ts';
import type { WireRequest } from '../wire.ts';

/** A form in the body, or `?Action=` in the address. */
export function claims(request: WireRequest): boolean {
  const mediaType = request.headers['content-type'] ?? '';
  if (mediaType.startsWith('application/x-www-form-urlencoded')) return true;
  return request.headers['x-amz-target'] === undefined && /(^|&)Action=/.test(request.query);
}

/** The parameters of the address and, for a POST, of the body. */
export async function parametersOf(request: WireRequest): Promise<QueryNode> {
  const body = request.method === 'POST' ? Buffer.from(await request.body.bytes(RPC_BODY_LIMIT)).toString() : '';
  return parseForm([request.query, body].filter((part) => part !== '').join('&'));
}

export function operationOf(model: ServiceModel, parameters: QueryNode): string {
  const action = parameters.children?.get('Action')?.value;
  const version = parameters.children?.get('Version')?.value;
  if (action === undefined) throw new AwsError('MissingAction', 'Missing Action', { status: 400 });
  const known = Object.hasOwn(model.operations, action) && (version === undefined || version === model.apiVersion);
  if (!known)
    throw new AwsError(
      'InvalidAction',
      `Could not find operation ${action} for version ${version ?? model.apiVersion}`,
      { status: 400 },
    );
  return action;
}
