import { type S3Call, nowInSeconds } from '../lookup.ts';
import { checksumMembers, type StoredChecksum } from '../rules/checksums.ts';
import { checkWriteConditions, type WriteConditions, writeRefusal } from '../rules/conditions.ts';
import { quoted } from '../rules/etags.ts';
import { keyText } from '../rules/keys.ts';
import type { BucketRow } from '../store/tables.ts';
import type { Guard, NewVersion } from '../store/versions.ts';
import { DEFAULT_ENCRYPTION } from './encryption.ts';
import { type Incoming, type ReceivedObject, receiveObject } from './incoming.ts';
import type { Properties } from './properties.ts';

/** The guard that the conditions of a write make, which begins now. Throws NotImplemented for conditions that S3 has not. */
export async function guardOf(
  call: S3Call,
  bucket: BucketRow,
  conditions: WriteConditions,
  key: Uint8Array,
): Promise<Guard> {
  checkWriteConditions(conditions);
  const before = conditions.IfNoneMatch === undefined ? undefined : await call.service.objects.find(bucket.id, key);
  const existed = before !== undefined && before.isMarker === 0;
  return (current) => writeRefusal(conditions, current, keyText(key), existed);
}

/** What an object that came in one piece is stored as. */
export function wholeObject(
  call: S3Call,
  properties: Properties,
  received: Pick<ReceivedObject, 'sha256' | 'data' | 'size' | 'etag'>,
  checksum: StoredChecksum | null,
): NewVersion {
  return {
    ...properties,
    modifiedAt: nowInSeconds(call),
    sha256: received.sha256,
    data: received.data,
    size: received.size,
    etag: received.etag,
    checksumAlgorithm: checksum?.algorithm ?? null,
    checksumType: checksum?.type ?? null,
    checksumValue: checksum?.value ?? null,
    dataId: null,
    partsCount: null,
    uploadId: null,
  };
}

/** A delete marker's row. */
export function markerOf(call: S3Call, key: Uint8Array, owner: string): NewVersion {
  const properties = { key, owner, storageClass: 'STANDARD', headers: '{}', tags: '[]' };
  return wholeObject(call, properties, { sha256: null, data: null, size: 0, etag: '' }, null);
}

/** Receives a body and makes it the key's object; the members that PutObject answers with. */
export async function putBody(
  call: S3Call,
  bucket: BucketRow,
  properties: Properties,
  incoming: Incoming,
  conditions: WriteConditions,
) {
  const guard = await guardOf(call, bucket, conditions, properties.key);
  const received = await receiveObject(call, incoming);
  const checksum = { algorithm: received.algorithm, type: 'FULL_OBJECT', value: received.checksum } as const;
  const { versionId } = await call.service.objects.put(
    bucket,
    wholeObject(call, properties, received, checksum),
    guard,
  );
  return {
    ETag: quoted(received.etag),
    ServerSideEncryption: DEFAULT_ENCRYPTION as 'AES256',
    ...checksumMembers(checksum),
    ...(versionId === undefined ? {} : { VersionId: versionId }),
  };
}
