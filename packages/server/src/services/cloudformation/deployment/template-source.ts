import { AwsError } from '../../../kernel/errors.ts';
import type { AwsClients } from '../../service.ts';
import { cloudformationError, validationError } from '../errors.ts';
import { LIMITS } from '../rules/template/limits.ts';
import { parseS3Url } from '../rules/template/s3-url.ts';

export interface TemplateInput {
  readonly TemplateBody?: string | undefined;
  readonly TemplateURL?: string | undefined;
}

/** The template's text, from the request or from S3; null when neither is given. @throws ValidationError */
export async function templateText(
  aws: AwsClients,
  { TemplateBody, TemplateURL }: TemplateInput,
  longestBody: number = LIMITS.templateBody,
): Promise<string | null> {
  if (TemplateBody !== undefined && TemplateURL !== undefined) {
    throw validationError('Specify either TemplateBody or TemplateURL, but not both');
  }
  if (TemplateURL !== undefined) return fetchTemplate(aws, TemplateURL);
  if (TemplateBody === undefined) return null;
  if (Buffer.byteLength(TemplateBody) > longestBody) {
    throw validationError(
      `1 validation error detected: Value '${TemplateBody.slice(0, 50)}...' at 'templateBody' failed to satisfy constraint: Member must have length less than or equal to ${longestBody}`,
    );
  }
  return TemplateBody;
}

async function fetchTemplate(aws: AwsClients, url: string): Promise<string> {
  const { bucket, key, versionId } = parseS3Url(url);
  try {
    const { Body, ContentLength = 0 } = await aws.s3.GetObject({
      Bucket: bucket,
      Key: key,
      ...(versionId !== undefined && { VersionId: versionId }),
    });
    if (ContentLength > LIMITS.templateByUrl) throw tooLong();
    return await collect(Body);
  } catch (error) {
    if (!(error instanceof AwsError) || error.code === 'ValidationError') throw error;
    throw cloudformationError(
      'ValidationError',
      `S3 error: ${error.message}\nFor more information check http://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html`,
    );
  }
}

/** The inner door answers with bytes, or a stream of them. */
async function collect(body: unknown): Promise<string> {
  if (typeof body === 'string') return body;
  if (body instanceof Uint8Array) return Buffer.from(body).toString();
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of body as AsyncIterable<Uint8Array>) {
    chunks.push(chunk);
    size += chunk.byteLength;
    if (size > LIMITS.templateByUrl) throw tooLong();
  }
  return Buffer.concat(chunks).toString();
}

function tooLong() {
  return validationError(`Template may not exceed ${LIMITS.templateByUrl} bytes in size.`);
}
