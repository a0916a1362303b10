/** Bytes as `contentHandling` wants them. `binary`: whether their media type is one of the API's binary ones. */
export function convertContent(bytes: Buffer, contentHandling: string | undefined, binary: boolean): Buffer {
  if (contentHandling === 'CONVERT_TO_TEXT' && binary) return Buffer.from(bytes.toString('base64'));
  if (contentHandling === 'CONVERT_TO_BINARY' && !binary) return Buffer.from(bytes.toString(), 'base64');
  return bytes;
}
