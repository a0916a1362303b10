import { invalidArgument, invalidPartNumber, invalidRequest, notModified, preconditionFailed } from '../errors.ts';
import { type S3Call, versionOf } from '../lookup.ts';
import { checksumMembers, type StoredChecksum } from '../rules/checksums.ts';
import { conditionHeader, judgeRead, type ReadConditions } from '../rules/conditions.ts';
import { quoted } from '../rules/etags.ts';
import { headerValue, utf8AsHeader } from '../rules/header-values.ts';
import { type ByteRange, contentRange, parseRange } from '../rules/ranges.ts';
import type { BucketRow, PartRow, VersionRow } from '../store/tables.ts';
import { DEFAULT_ENCRYPTION } from './encryption.ts';
import { storedHeaders, tagsOf } from './properties.ts';

/** What GetObject and HeadObject are asked. */
export interface ReadInput extends ReadConditions {
  readonly Range?: string | undefined;
  readonly PartNumber?: number | undefined;
  readonly ChecksumMode?: string | undefined;
  readonly ResponseCacheControl?: string | undefined;
  readonly ResponseContentDisposition?: string | undefined;
  readonly ResponseContentEncoding?: string | undefined;
  readonly ResponseContentLanguage?: string | undefined;
  readonly ResponseContentType?: string | undefined;
  readonly ResponseExpires?: Date | undefined;
}

/** The bytes that are asked for; null for the whole object. */
export interface Extent {
  readonly range: ByteRange | null;
  readonly part: PartRow | null;
}

/** Throws PreconditionFailed or NotModified. */
export function checkReadConditions(input: ReadInput, version: VersionRow): void {
  const verdict = judgeRead(input, version);
  if (verdict.kind === 'failed') throw preconditionFailed(conditionHeader(verdict.condition));
  if (verdict.kind === 'not-modified') {
    const { CacheControl } = storedHeaders(version);
    throw notModified({
      etag: quoted(version.etag),
      'last-modified': new Date(version.modifiedAt).toUTCString(),
      ...(CacheControl === undefined ? {} : { 'cache-control': CacheControl }),
    });
  }
}

/** Throws InvalidRange or InvalidPartNumber. */
export async function extentOf(call: S3Call, { Range, PartNumber }: ReadInput, version: VersionRow): Promise<Extent> {
  if (PartNumber === undefined)
    return { range: Range === undefined ? null : parseRange(Range, version.size), part: null };
  if (Range !== undefined) throw invalidRequest('Cannot specify both Range header and partNumber query parameter');
  if (PartNumber < 1 || PartNumber > 10_000)
    throw invalidArgument('Part number must be an integer between 1 and 10000, inclusive', 'partNumber', PartNumber);
  const { partsCount, dataId, size } = version;
  if (PartNumber > (partsCount ?? 1)) throw invalidPartNumber(PartNumber, partsCount ?? 1);
  if (dataId === null) return { range: size === 0 ? null : { start: 0, end: size - 1 }, part: null };
  const [part] = await call.service.objects.parts(dataId, PartNumber - 1, 1);
  return { range: part!.size === 0 ? null : { start: part!.start, end: part!.start + part!.size - 1 }, part: part! };
}

/** Everything about a version that GetObject and HeadObject have in common. */
export function describe(bucket: BucketRow, version: VersionRow, input: ReadInput, { range, part }: Extent) {
  const { Expires, ...headers } = storedHeaders(version);
  const tags = tagsOf(version);
  return {
    ...headers,
    ...overrides(input),
    ...((input.ResponseExpires ?? Expires) === undefined
      ? {}
      : { Expires: input.ResponseExpires ?? new Date(Expires!) }),
    ...versionOf(bucket, version),
    AcceptRanges: 'bytes',
    LastModified: new Date(version.modifiedAt),
    ContentLength: range ? range.end - range.start + 1 : version.size,
    ETag: quoted(version.etag),
    ServerSideEncryption: DEFAULT_ENCRYPTION as 'AES256',
    ...(range ? { ContentRange: contentRange(range, version.size) } : {}),
    ...(version.storageClass === 'STANDARD' ? {} : { StorageClass: version.storageClass as 'STANDARD_IA' }),
    ...(tags.length > 0 ? { TagCount: tags.length } : {}),
    ...(input.PartNumber !== undefined && version.partsCount !== null ? { PartsCount: version.partsCount } : {}),
    ...(input.ChecksumMode === 'ENABLED' ? answeredChecksum(version, range, part) : {}),
  };
}

export function checksumOf({ checksumAlgorithm, checksumType, checksumValue }: VersionRow): StoredChecksum | null {
  return checksumValue === null
    ? null
    : ({ algorithm: checksumAlgorithm, type: checksumType, value: checksumValue } as StoredChecksum);
}

/** Of a part its own, of a range none (S3 API reference, GetObject). */
function answeredChecksum(version: VersionRow, range: ByteRange | null, part: PartRow | null) {
  const checksum = checksumOf(version);
  if (!checksum || (range && !part && range.end - range.start + 1 < version.size)) return {};
  if (!part) return checksumMembers(checksum);
  return part.checksum === null ? {} : checksumMembers({ ...checksum, value: part.checksum });
}

/** What `response-*` parameters put in the place of the stored headers. */
function overrides(input: ReadInput) {
  const given = {
    CacheControl: input.ResponseCacheControl,
    ContentDisposition: input.ResponseContentDisposition,
    ContentEncoding: input.ResponseContentEncoding,
    ContentLanguage: input.ResponseContentLanguage,
    ContentType: input.ResponseContentType,
  };
  const replacing: Record<string, string> = {};
  for (const [name, value] of Object.entries(given))
    if (value !== undefined) replacing[name] = headerValue(utf8AsHeader(value), 'response-header');
  return replacing;
}
