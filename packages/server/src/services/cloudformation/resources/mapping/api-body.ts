import type { Value } from '../../rules/values.ts';
import { documentText } from './documents.ts';
import type { ResourceContext } from './resource-type.ts';

export interface BodyLocation {
  readonly Bucket: string;
  readonly Key: string;
  readonly Version?: string;
  readonly ETag?: string;
}

/** The OpenAPI document of a REST API, out of the template or out of S3; null when it has none. */
export async function apiDocument(
  { aws }: ResourceContext,
  { Body, BodyS3Location }: { readonly Body?: Value; readonly BodyS3Location?: BodyLocation },
): Promise<string | null> {
  if (Body !== undefined) return documentText(Body);
  if (!BodyS3Location) return null;
  const { Bucket, Key, Version, ETag } = BodyS3Location;
  const found = await aws.s3.GetObject({
    Bucket,
    Key,
    ...(Version !== undefined && { VersionId: Version }),
    ...(ETag !== undefined && { IfMatch: ETag }),
  });
  const chunks: Uint8Array[] = [];
  for await (const chunk of found.Body as unknown as AsyncIterable<Uint8Array>) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}
