import type { ErrorFamily } from '../protocol/sigv4/errors.ts';
import type { WireRequest } from '../protocol/wire.ts';
import type { Recognised } from './recognise/recognised.ts';

/** In which words the caller's client expects to be refused. */
export function errorFamily(request: WireRequest, recognised: Recognised): ErrorFamily {
  const { headers, query } = request;
  // A form or a parameter that is for the user's program says nothing of the gateway before it.
  if (recognised.kind === 'data-plane') return 'rest-json';
  if ((recognised.kind === 'service' || recognised.kind === 'absent') && recognised.service === 's3') return 's3';
  if (headers['x-amz-target'] !== undefined || headers['smithy-protocol'] !== undefined) return 'json';
  const form = headers['content-type']?.startsWith('application/x-www-form-urlencoded') ?? false;
  return form || /(^|&)Action=/.test(query) ? 'query' : 'rest-json';
}
