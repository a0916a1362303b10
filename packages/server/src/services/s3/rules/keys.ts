import { keyTooLong } from '../errors.ts';

/** Bytes in UTF-8 (S3 user guide, "Naming Amazon S3 objects"). */
const MAX_KEY_BYTES = 1024;

/** A key as it is stored. Throws KeyTooLongError. */
export function keyBytes(key: string): Buffer {
  const bytes = Buffer.from(key);
  if (bytes.length > MAX_KEY_BYTES) throw keyTooLong(bytes.length, MAX_KEY_BYTES);
  return bytes;
}

export function keyText(key: Uint8Array): string {
  return Buffer.from(key.buffer, key.byteOffset, key.byteLength).toString();
}

/** Behind every key that starts with `prefix`: no UTF-8 has the byte 0xFF. */
export function afterPrefix(prefix: Uint8Array): Buffer {
  return Buffer.concat([prefix, Buffer.of(0xff)]);
}

/** How `encoding-type=url` writes a name in a listing: percent-encoded, slashes kept. */
export function urlEncoded(text: string): string {
  return encodeURIComponent(text)
    .replaceAll('%2F', '/')
    .replaceAll(/[!'()~]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`);
}
