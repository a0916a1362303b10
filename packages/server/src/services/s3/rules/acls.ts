import { notImplemented } from '../../../kernel/errors.ts';
import { aclNotSupported, invalidRequest } from '../errors.ts';
import { canonicalId } from './owners.ts';

export type Ownership = 'BucketOwnerEnforced' | 'BucketOwnerPreferred' | 'ObjectWriter';

/** Members that grant; `AccessControlPolicy` is the body of PutBucketAcl and PutObjectAcl. */
export interface AclInput {
  readonly ACL?: string | undefined;
  readonly GrantFullControl?: string | undefined;
  readonly GrantRead?: string | undefined;
  readonly GrantReadACP?: string | undefined;
  readonly GrantWrite?: string | undefined;
  readonly GrantWriteACP?: string | undefined;
  readonly AccessControlPolicy?: { readonly Grants?: readonly GivenGrant[] | undefined } | undefined;
}

interface GivenGrant {
  readonly Grantee?: { readonly ID?: string | undefined } | undefined;
  readonly Permission?: string | undefined;
}

const GRANTS = ['GrantFullControl', 'GrantRead', 'GrantReadACP', 'GrantWrite', 'GrantWriteACP'] as const;

/**
 * Lets pass what leaves everything to the owner alone. The rest is AWS's own refusal where ACLs are disabled
 * (`BucketOwnerEnforced`, the default since April 2023), and ours where they are not.
 */
export function checkAcl(input: AclInput, ownership: Ownership, owner: string): void {
  const { ACL, AccessControlPolicy } = input;
  const grants = GRANTS.filter((name) => input[name] !== undefined);
  if (ACL !== undefined && grants.length > 0)
    throw invalidRequest('Specifying both Canned ACLs and Header Grants is not allowed');
  const isPrivate =
    ACL === undefined || ACL === 'private' || ACL === 'bucket-owner-full-control' || ACL === 'bucket-owner-read';
  const foreign = AccessControlPolicy?.Grants?.some(
    ({ Grantee, Permission }) => Permission !== 'FULL_CONTROL' || Grantee?.ID !== canonicalId(owner),
  );
  if (isPrivate && grants.length === 0 && !foreign) return;
  if (ownership === 'BucketOwnerEnforced') throw aclNotSupported();
  throw notImplemented(
    grants.length > 0
      ? `S3's grants (${grants.join(', ')})`
      : `the S3 access control list ${ACL ?? 'of AccessControlPolicy'}`,
  );
}
