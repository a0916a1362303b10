import { hash } from 'node:crypto';
import { bytesBody } from '../../../protocol/wire-body.ts';
import type { WireBody, WireRequest } from '../../../protocol/wire.ts';
import { AwsError } from '../../../kernel/errors.ts';
import { badDigest, invalidDigest, invalidRequest, messageTooLong } from '../errors.ts';
import {
  type ChecksumMembers,
  checkStatedValue,
  startDigest,
  statedChecksum,
  wrongChecksum,
} from '../rules/checksums.ts';
import { MAX_XML_BYTES } from '../rules/limits.ts';

/** Sub-resources of objects whose PUT carries XML. */
const XML_OF_OBJECTS = /(^|&)(acl|tagging|retention|legal-hold)(=|&|$)/;
const DELETE_OBJECTS = /(^|&)delete(=|&|$)/;

/** Whether a body is a document, not an object's or part's bytes. */
export function carriesDocument({ method, query }: WireRequest, key: string): boolean {
  if (method === 'POST') return true;
  return method === 'PUT' && (key === '' || XML_OF_OBJECTS.test(query));
}

/** The document, held to the size that S3 takes and to the digests that its sender states (`ContentMD5`, `ChecksumAlgorithm`). */
export async function checkedDocument(request: WireRequest, key: string): Promise<WireBody> {
  const { body, headers } = request;
  const bytes = await body.bytes(MAX_XML_BYTES).catch((error: unknown) => {
    throw error instanceof AwsError && error.options.status === 413 ? messageTooLong() : error;
  });
  const md5 = headers['content-md5'];
  if (md5 !== undefined) checkMd5(md5, bytes);
  const stated = statedChecksum(checksumHeaders(headers));
  // CompleteMultipartUpload states the checksum of the object, not that of its document.
  const isOfDocument = request.method === 'PUT' || key === '';
  if (stated && isOfDocument) {
    checkStatedValue(stated.algorithm, stated.value);
    const digest = startDigest(stated.algorithm);
    digest.update(bytes);
    if (digest.digest().toString('base64') !== stated.value) throw wrongChecksum(stated.algorithm);
  }
  if (DELETE_OBJECTS.test(request.query) && md5 === undefined && !stated && headers['x-amz-trailer'] === undefined) {
    throw invalidRequest('Missing required header for this request: Content-MD5 OR x-amz-checksum-*');
  }
  return bytesBody(bytes);
}

function checkMd5(md5: string, bytes: Uint8Array): void {
  if (md5.length !== 24 || Buffer.from(md5, 'base64').length !== 16) throw invalidDigest(md5);
  const calculated = hash('md5', bytes, 'base64');
  if (calculated !== md5) throw badDigest('Content-MD5', { ExpectedDigest: md5, CalculatedDigest: calculated });
}

function checksumHeaders(headers: WireRequest['headers']): ChecksumMembers {
  return {
    ChecksumCRC32: headers['x-amz-checksum-crc32'],
    ChecksumCRC32C: headers['x-amz-checksum-crc32c'],
    ChecksumCRC64NVME: headers['x-amz-checksum-crc64nvme'],
    ChecksumSHA1: headers['x-amz-checksum-sha1'],
    ChecksumSHA256: headers['x-amz-checksum-sha256'],
  };
}
