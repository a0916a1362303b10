import { createHash } from 'node:crypto';

export function quoted(etag: string): string {
  return `"${etag}"`;
}

export function unquoted(etag: string): string {
  return etag.trim().replace(/^"(.*)"$/, '$1');
}

/** Of an object in parts: the MD5 of its parts' MD5s, and how many there are (S3 user guide, "Checking object integrity"). */
export function multipartEtag(partEtags: readonly string[]): string {
  const digest = createHash('md5');
  for (const etag of partEtags) digest.update(Buffer.from(etag, 'hex'));
  return `${digest.digest('hex')}-${partEtags.length}`;
}

/** Whether a condition (`"etag"`, `*`, or several with commas) names this one. */
export function matchesEtag(condition: string, etag: string): boolean {
  return condition.split(',').some((one) => one.trim() === '*' || unquoted(one) === etag);
}
