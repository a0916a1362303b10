import { invalidArgument } from '../errors.ts';
import { MAX_PAGE } from './limits.ts';

/** `max-keys` and its like: more than 1,000 means 1,000. Throws InvalidArgument below zero. */
export function pageSize(given: number | undefined, name: string): number {
  if (given === undefined) return MAX_PAGE;
  if (given < 0) throw invalidArgument(`Argument ${name} must be an integer between 0 and 2147483647`, name, given);
  return Math.min(given, MAX_PAGE);
}

export function encodeToken(position: Uint8Array): string {
  return `1${Buffer.from(position).toString('base64url')}`;
}

export function decodeToken(token: string): Buffer {
  if (!/^1[A-Za-z0-9_-]+$/.test(token))
    throw invalidArgument('The continuation token provided is incorrect', 'continuation-token');
  return Buffer.from(token.slice(1), 'base64url');
}
