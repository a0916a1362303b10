import { randomBytes } from 'node:crypto';
import { invalidArgument } from '../errors.ts';

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._';

/** What stands for the version of an object that was written without versioning. */
export const NULL_VERSION = 'null';

/** 32 characters, as AWS's are. */
export function newVersionId(): string {
  return Array.from(randomBytes(32), (byte) => ALPHABET[byte % 64]).join('');
}

/** Throws InvalidArgument for what cannot be one. */
export function checkVersionId(versionId: string): string {
  if (versionId === '') throw invalidArgument('Version id cannot be the empty string', 'versionId', versionId);
  if (versionId !== NULL_VERSION && !/^[A-Za-z0-9._]{32}$/.test(versionId))
    throw invalidArgument('Invalid version id specified', 'versionId', versionId);
  return versionId;
}

/** In the order of time within a key; then random. */
export function newUploadId(now: number): string {
  return now.toString(36).padStart(9, '0') + randomBytes(39).toString('base64url');
}
