import { escapeText } from '../../../protocol/formats/xml-write.ts';
import type { WireRequest, WireResponse } from '../../../protocol/wire.ts';
import { accessDenied, invalidArgument } from '../errors.ts';
import { bucketMeant, type S3Call } from '../lookup.ts';
import { propertiesOf } from '../objects/properties.ts';
import { putBody } from '../objects/put.ts';
import { utf8AsHeader } from '../rules/header-values.ts';
import { urlEncoded } from '../rules/keys.ts';
import { MAX_PUT_BYTES } from '../rules/limits.ts';
import { checkPostPolicy, parsePostPolicy, type SizeRange, sizeRangeOf, withinRange } from '../rules/post-policy.ts';
import { checkTags } from '../rules/tags.ts';
import type { Address } from './address.ts';
import { type FormData, readForm } from './form-data.ts';
import { checkFormSignature } from './form-signature.ts';
import { tagsInForm } from './tagging-field.ts';

/** A browser's upload: `POST /bucket` with a form. */
export function isPostForm({ method, headers }: WireRequest, key: string): boolean {
  return method === 'POST' && key === '' && /^multipart\/form-data/i.test(headers['content-type'] ?? '');
}

/** S3 API reference, "POST Object". */
export async function postObject(call: S3Call, request: WireRequest, address: Address): Promise<WireResponse> {
  const bucket = await bucketMeant(call, { Bucket: decodeURIComponent(address.bucket) });
  const form = await readForm(request.headers['content-type']!, request.body);
  const { file } = form;
  if (!file) throw invalidArgument('POST requires exactly one file upload per request.', 'file', '0');
  const fields = new Map(
    [...form.fields].map(([name, value]) => [name, value.replaceAll('${filename}', baseName(file.name))]),
  );
  const key = fields.get('key');
  if (!key)
    throw invalidArgument(
      "Bucket POST must contain a field named 'key'.  If it is specified, please check the order of the fields.",
      'key',
      '',
    );
  const range = checkPolicy(call, form, new Map([...fields, ['bucket', bucket.name]]));
  const incoming = { ...checksumsIn(fields), Body: withinRange(file.bytes, range), ContentLength: MAX_PUT_BYTES };
  const properties = await propertiesOf(call, bucket, propertiesIn(key, fields));
  const tags = fields.has('tagging')
    ? { tags: JSON.stringify(checkTags(tagsInForm(fields.get('tagging')!), 'object')) }
    : {};
  const { ETag, VersionId } = await putBody(call, bucket, { ...properties, ...tags }, incoming, {});
  const headers = {
    etag: ETag,
    'x-amz-server-side-encryption': 'AES256',
    'x-amz-request-id': call.requestId,
    ...(VersionId === undefined ? {} : { 'x-amz-version-id': VersionId }),
  };
  const location = `${call.host.endpoint()}/${bucket.name}/${urlEncoded(key)}`;
  return answerTo(fields, { bucket: bucket.name, key, etag: ETag, location }, headers);
}

/** Some browsers send the whole path of the file. */
function baseName(name: string): string {
  return name.slice(Math.max(name.lastIndexOf('/'), name.lastIndexOf('\\')) + 1);
}

/** Throws what the policy does not allow. A form without one is what an unsigned request is. */
function checkPolicy(call: S3Call, { fields: given }: FormData, fields: ReadonlyMap<string, string>): SizeRange {
  const text = given.get('policy');
  if (text === undefined) {
    if (given.has('x-amz-signature') || given.has('signature')) throw accessDenied();
    return { min: 0, max: MAX_PUT_BYTES };
  }
  checkFormSignature(call, given, text);
  const policy = parsePostPolicy(text);
  // Signatures keep wall time; so do the policies that they sign.
  checkPostPolicy(policy, fields, Date.now());
  const { min, max } = sizeRangeOf(policy);
  return { min, max: Math.min(max, MAX_PUT_BYTES) };
}

function propertiesIn(Key: string, form: ReadonlyMap<string, string>) {
  const fields = new Map([...form].map(([name, value]) => [name, utf8AsHeader(value)]));
  const metadata = [...fields]
    .filter(([name]) => name.startsWith('x-amz-meta-'))
    .map(([name, value]) => [name.slice('x-amz-meta-'.length), value]);
  const expires = fields.get('expires');
  return {
    Key,
    ACL: fields.get('acl'),
    CacheControl: fields.get('cache-control'),
    ContentDisposition: fields.get('content-disposition'),
    ContentEncoding: fields.get('content-encoding'),
    ContentLanguage: fields.get('content-language'),
    ContentType: fields.get('content-type'),
    Expires: expires === undefined || Number.isNaN(Date.parse(expires)) ? undefined : new Date(expires),
    WebsiteRedirectLocation: fields.get('x-amz-website-redirect-location'),
    StorageClass: fields.get('x-amz-storage-class'),
    ServerSideEncryption: fields.get('x-amz-server-side-encryption'),
    Metadata: metadata.length > 0 ? (Object.fromEntries(metadata) as Record<string, string>) : undefined,
  };
}

function checksumsIn(fields: ReadonlyMap<string, string>) {
  return {
    ChecksumCRC32: fields.get('x-amz-checksum-crc32'),
    ChecksumCRC32C: fields.get('x-amz-checksum-crc32c'),
    ChecksumCRC64NVME: fields.get('x-amz-checksum-crc64nvme'),
    ChecksumSHA1: fields.get('x-amz-checksum-sha1'),
    ChecksumSHA256: fields.get('x-amz-checksum-sha256'),
    ContentMD5: fields.get('content-md5'),
  };
}

interface Posted {
  readonly bucket: string;
  readonly key: string;
  readonly etag: string;
  readonly location: string;
}

/** 204 unless the form wants a redirect, 200, or 201 with a document. */
function answerTo(
  fields: ReadonlyMap<string, string>,
  { bucket, key, etag, location }: Posted,
  headers: Record<string, string>,
): WireResponse {
  const redirect = fields.get('success_action_redirect') ?? fields.get('redirect');
  if (redirect !== undefined && URL.canParse(redirect)) {
    const url = new URL(redirect);
    for (const [name, value] of Object.entries({ bucket, key, etag })) url.searchParams.append(name, value);
    return { status: 303, headers: { ...headers, location: url.href }, body: null };
  }
  const status = Number(fields.get('success_action_status'));
  if (status !== 201) return { status: status === 200 ? 200 : 204, headers: { ...headers, location }, body: null };
  const members = Object.entries({ Location: location, Bucket: bucket, Key: key, ETag: etag });
  const body = `<?xml version="1.0" encoding="UTF-8"?>\n<PostResponse>${members.map(([name, value]) => `<${name}>${escapeText(value)}</${name}>`).join('')}</PostResponse>`;
  return { status, headers: { ...headers, location, 'content-type': 'application/xml' }, body };
}
