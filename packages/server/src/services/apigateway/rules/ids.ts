import { randomInt } from 'node:crypto';
import { apiGatewayId } from '../../../kernel/ids.ts';
import type { Call } from '../../service.ts';

const ALPHABET = 'abcdefghijklmnopqrstuvwxyz0123456789';

/**
 * Ids of APIs and keys have 10 characters of lower-case letters and digits; those of most parts of an API have 6.
 * What CloudFormation makes with a token has the token's id, so that it is found again after a crash.
 */
export function newId(length: 6 | 10 | 40 = 10, call?: Pick<Call, 'principal'>): string {
  const token = call?.principal.calledVia?.token;
  if (token !== undefined) return apiGatewayId(token, length);
  return Array.from({ length }, () => ALPHABET[randomInt(ALPHABET.length)]).join('');
}
