import { invalidArgument } from '../errors.ts';
import { checkVersionId } from './version-ids.ts';

export interface CopySource {
  readonly bucket: string;
  readonly key: string;
  readonly versionId?: string;
}

/** `bucket/key?versionId=…`, percent-encoded, with or without a slash before it. */
export function parseCopySource(header: string): CopySource {
  const [path = '', query] = header.replace(/^\/|^%2F/i, '').split(/\?versionId=/);
  const decoded = decode(path);
  const slash = decoded.indexOf('/');
  if (slash <= 0 || slash === decoded.length - 1)
    throw invalidArgument('Invalid copy source object key', 'x-amz-copy-source', header);
  const [bucket, key] = [decoded.slice(0, slash), decoded.slice(slash + 1)];
  return query === undefined ? { bucket, key } : { bucket, key, versionId: checkVersionId(query) };
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw invalidArgument('Invalid copy source encoding', 'x-amz-copy-source', text);
  }
}

/** `bytes=first-last` of UploadPartCopy; both ends are required and must be in the source. */
export function parseCopyRange(header: string, size: number): { readonly start: number; readonly end: number } {
  const [, first, last] = /^bytes=(\d+)-(\d+)$/.exec(header) ?? [];
  if (first === undefined || last === undefined || Number(first) > Number(last)) {
    throw invalidArgument(
      'The x-amz-copy-source-range value must be of the form bytes=first-last where first and last are the zero-based offsets of the first and last bytes to copy',
      'x-amz-copy-source-range',
      header,
    );
  }
  if (Number(last) >= size)
    throw invalidArgument(
      `Range specified is not valid for source object of size: ${size}`,
      'x-amz-copy-source-range',
      header,
    );
  return { start: Number(first), end: Number(last) };
}
