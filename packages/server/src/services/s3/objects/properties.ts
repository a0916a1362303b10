import { setOwn } from '../../../protocol/serialization.ts';
import { invalidArgument, invalidStorageClass, metadataTooLarge } from '../errors.ts';
import { type AclInput, checkAcl } from '../rules/acls.ts';
import { headerValue } from '../rules/header-values.ts';
import { keyBytes } from '../rules/keys.ts';
import { MAX_METADATA_BYTES } from '../rules/limits.ts';
import { parseTaggingHeader, type Tag } from '../rules/tags.ts';
import { ownershipOf, type S3Call } from '../lookup.ts';
import type { BucketRow, VersionRow } from '../store/tables.ts';
import { checkEncryption } from './encryption.ts';

/** What an object is answered with, as it was given. */
export interface StoredHeaders {
  readonly CacheControl?: string | undefined;
  readonly ContentDisposition?: string | undefined;
  readonly ContentEncoding?: string | undefined;
  readonly ContentLanguage?: string | undefined;
  readonly ContentType?: string | undefined;
  /** Epoch milliseconds. */
  readonly Expires?: number | undefined;
  readonly WebsiteRedirectLocation?: string | undefined;
  readonly Metadata?: Readonly<Record<string, string>> | undefined;
}

/** What PutObject, CopyObject, CreateMultipartUpload and POST forms say of an object besides its bytes. */
export interface PropertiesInput extends Omit<StoredHeaders, 'Expires'>, AclInput {
  readonly Key: string | undefined;
  readonly Expires?: Date | undefined;
  readonly StorageClass?: string | undefined;
  readonly ServerSideEncryption?: string | undefined;
  readonly Tagging?: string | undefined;
}

/** Checked, as the tables have them. */
export type Properties = Pick<VersionRow, 'key' | 'owner' | 'storageClass' | 'headers' | 'tags'>;

const DEFAULT_CONTENT_TYPE = 'binary/octet-stream';
/** What S3 takes in general purpose buckets; all are kept alike, and only the names differ. */
const STORAGE_CLASSES: ReadonlySet<string> = new Set([
  'STANDARD',
  'REDUCED_REDUNDANCY',
  'STANDARD_IA',
  'ONEZONE_IA',
  'INTELLIGENT_TIERING',
  'GLACIER',
  'GLACIER_IR',
  'DEEP_ARCHIVE',
]);

/** Throws S3's error for what it does not take. */
export async function propertiesOf(call: S3Call, bucket: BucketRow, input: PropertiesInput): Promise<Properties> {
  const { Key, StorageClass = 'STANDARD', ServerSideEncryption, Tagging } = input;
  const key = keyBytes(Key ?? '');
  checkEncryption(ServerSideEncryption);
  if (!STORAGE_CLASSES.has(StorageClass)) throw invalidStorageClass(StorageClass);
  const owner = hasAcl(input) ? await ownerUnderAcl(call, bucket, input) : bucket.account;
  return {
    key,
    owner,
    storageClass: StorageClass,
    headers: JSON.stringify(headersOf(input)),
    tags: tagsText(parseTaggingHeader(Tagging)),
  };
}

export function tagsText(tags: readonly Tag[]): string {
  return JSON.stringify(tags);
}

export function tagsOf({ tags }: Pick<VersionRow, 'tags'>): Tag[] {
  return JSON.parse(tags) as Tag[];
}

export function storedHeaders({ headers }: Pick<VersionRow, 'headers'>): StoredHeaders {
  return JSON.parse(headers) as StoredHeaders;
}

function headersOf(input: PropertiesInput): StoredHeaders {
  const {
    CacheControl,
    ContentDisposition,
    ContentEncoding,
    ContentLanguage,
    WebsiteRedirectLocation,
    Expires,
    Metadata,
  } = input;
  if (WebsiteRedirectLocation !== undefined && !/^(\/|https?:\/\/)/.test(WebsiteRedirectLocation)) {
    throw invalidArgument(
      "The website redirect location must have a prefix of 'http://' or 'https://' or '/'.",
      'x-amz-website-redirect-location',
      WebsiteRedirectLocation,
    );
  }
  checkMetadata(Metadata ?? {});
  const ContentType = input.ContentType || DEFAULT_CONTENT_TYPE;
  const texts = {
    CacheControl,
    ContentDisposition,
    ContentEncoding,
    ContentLanguage,
    ContentType,
    WebsiteRedirectLocation,
  };
  return {
    ...headerValues(texts),
    Expires: Expires?.getTime(),
    ...(Metadata ? { Metadata: headerValues(Metadata) } : {}),
  };
}

function headerValues(texts: Readonly<Record<string, string | undefined>>): Record<string, string> {
  const values: Record<string, string> = {};
  for (const [name, text] of Object.entries(texts))
    if (text !== undefined) setOwn(values, name, headerValue(text, name));
  return values;
}

function checkMetadata(metadata: Readonly<Record<string, string>>): void {
  const size = Object.entries(metadata).reduce((sum, [name, value]) => sum + name.length + value.length, 0);
  if (size > MAX_METADATA_BYTES) throw metadataTooLarge(size, MAX_METADATA_BYTES);
}

function hasAcl({ ACL, GrantFullControl, GrantRead, GrantReadACP, GrantWriteACP }: PropertiesInput): boolean {
  return [ACL, GrantFullControl, GrantRead, GrantReadACP, GrantWriteACP].some((member) => member !== undefined);
}

async function ownerUnderAcl(call: S3Call, bucket: BucketRow, input: PropertiesInput): Promise<string> {
  checkAcl(input, await ownershipOf(call, bucket), bucket.account);
  return bucket.account;
}
