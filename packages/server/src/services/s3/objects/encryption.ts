import { notImplemented } from '../../../kernel/errors.ts';

/** How every object is encrypted since January 2023 unless a key is asked for. */
export const DEFAULT_ENCRYPTION = 'AES256';

/** Encryption with keys of KMS's or of the customer's: refused by name, never pretended. */
export const CUSTOMER_KEY_MEMBERS = ['SSECustomerAlgorithm', 'SSECustomerKey', 'SSECustomerKeyMD5'] as const;
export const COPY_SOURCE_KEY_MEMBERS = [
  'CopySourceSSECustomerAlgorithm',
  'CopySourceSSECustomerKey',
  'CopySourceSSECustomerKeyMD5',
] as const;
export const KMS_MEMBERS = ['SSEKMSKeyId', 'SSEKMSEncryptionContext', 'BucketKeyEnabled'] as const;
export const OBJECT_LOCK_MEMBERS = [
  'ObjectLockMode',
  'ObjectLockRetainUntilDate',
  'ObjectLockLegalHoldStatus',
  'ObjectLockEventHold',
  'ObjectLockEventHoldDurationDays',
  'ObjectLockEventHoldDurationYears',
] as const;

export function checkEncryption(algorithm: string | undefined): void {
  if (algorithm !== undefined && algorithm !== DEFAULT_ENCRYPTION)
    throw notImplemented(`S3's server-side encryption with ${algorithm}`);
}
