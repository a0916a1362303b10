import type { Call } from '../service.ts';
import { invalidToken } from './errors.ts';

/** A nextToken that only the same operation of the same account and region takes back. */
export function sealToken(call: Call, operation: string, mark: unknown): string {
  return call.host.sealer.seal(JSON.stringify(mark), context(call, operation)).toString('base64url');
}

/** Undefined without a token. @throws InvalidParameterException */
export function openToken<Mark>(call: Call, operation: string, token: string | undefined): Mark | undefined {
  if (token === undefined) return undefined;
  try {
    return JSON.parse(
      call.host.sealer.open(Buffer.from(token, 'base64url'), context(call, operation)).toString(),
    ) as Mark;
  } catch {
    throw invalidToken();
  }
}

function context({ account, region }: Call, operation: string): string {
  return `logs:${operation}:${account}:${region}`;
}
