import type { EncodingType, ObjectStorageClass } from '@aws-sdk/client-s3';
import { keyText, urlEncoded } from '../rules/keys.ts';
import { ownerOf } from '../rules/owners.ts';
import { quoted } from '../rules/etags.ts';
import type { ListedVersion } from '../store/listings.ts';

/** What all listings are asked. `OptionalObjectAttributes` asks for the state of restores, and there never are any. */
export interface ListingInput {
  readonly Prefix?: string | undefined;
  readonly Delimiter?: string | undefined;
  readonly EncodingType?: EncodingType | undefined;
  readonly OptionalObjectAttributes?: readonly string[] | undefined;
}

/** Writes names as the caller can read them. */
export interface Encoder {
  (text: string): string;
  (text: string | undefined): string | undefined;
}

export function encoderOf({ EncodingType }: ListingInput): Encoder {
  return ((text: string | undefined) =>
    text === undefined || EncodingType !== 'url' ? text : urlEncoded(text)) as Encoder;
}

/** What a listing repeats of its question, and its common prefixes. */
export function listingHead(input: ListingInput, commonPrefixes: readonly Uint8Array[]) {
  const encode = encoderOf(input);
  const { Delimiter, EncodingType } = input;
  return {
    Prefix: encode(input.Prefix ?? ''),
    ...(Delimiter ? { Delimiter: encode(Delimiter) } : {}),
    ...(EncodingType ? { EncodingType } : {}),
    CommonPrefixes: commonPrefixes.map((prefix) => ({ Prefix: encode(keyText(prefix)) })),
  };
}

export function listedObject(row: ListedVersion, encode: Encoder, withOwner: boolean) {
  return {
    Key: encode(keyText(row.key)),
    LastModified: new Date(row.modifiedAt),
    ETag: quoted(row.etag),
    ...(row.checksumAlgorithm === null
      ? {}
      : { ChecksumAlgorithm: [row.checksumAlgorithm as 'CRC32'], ChecksumType: row.checksumType as 'FULL_OBJECT' }),
    Size: row.size,
    StorageClass: row.storageClass as ObjectStorageClass,
    ...(withOwner ? { Owner: ownerOf(row.owner) } : {}),
  };
}
