import { checksumTypeMismatch } from '../errors.ts';
import { bucketMeant, uploadMeant } from '../lookup.ts';
import { CUSTOMER_KEY_MEMBERS, DEFAULT_ENCRYPTION } from '../objects/encryption.ts';
import { receive } from '../objects/incoming.ts';
import { algorithmOf, checkPartNumber, storePart } from '../objects/part.ts';
import { operation } from '../operation.ts';
import { asAlgorithm, checksumMembers, statedChecksum, UNSUPPORTED_CHECKSUMS } from '../rules/checksums.ts';
import { quoted } from '../rules/etags.ts';

export const UploadPart = operation(
  'UploadPart',
  async (call, input) => {
    const number = checkPartNumber(input.PartNumber);
    const bucket = await bucketMeant(call, input);
    const upload = await uploadMeant(call, bucket, input.Key!, input.UploadId!);
    const kept = algorithmOf(upload);
    const sent =
      statedChecksum(input)?.algorithm ??
      (input.ChecksumAlgorithm === undefined ? kept : asAlgorithm(input.ChecksumAlgorithm));
    if (upload.checksumAlgorithm !== null && sent !== kept) throw checksumTypeMismatch(kept, sent);
    const received = await receive(call, input, kept);
    await storePart(call, upload, number, received);
    return {
      ETag: quoted(received.etag),
      ServerSideEncryption: DEFAULT_ENCRYPTION as 'AES256',
      ...checksumMembers({ algorithm: sent, type: 'FULL_OBJECT', value: received.stated }),
      ChecksumType: undefined,
    };
  },
  { refuses: [...CUSTOMER_KEY_MEMBERS, ...UNSUPPORTED_CHECKSUMS] },
);
