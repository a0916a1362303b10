import type { AwsError } from '../../kernel/errors.ts';
import { compileBindingWriter } from '../bindings/write.ts';
import { errorLookup, errorContent } from '../error-shapes.ts';
import { escapeText, namespaceText } from '../formats/xml-write.ts';
import { memberOf, type ServiceModel } from '../model.ts';
import type { WireRequest, WireResponse } from '../wire.ts';
import { hostId, restXmlRequestIds } from './request-ids.ts';
import { XML_DECLARATION } from './write.ts';

export type ErrorRenderer = (error: AwsError, requestId: string, request: WireRequest) => WireResponse;

/**
 * S3: `<Error><Code>…</Code><Message>…</Message>…<RequestId>…</RequestId><HostId>…</HostId></Error>`; others wrap it in
 * `<ErrorResponse>`. HEAD has no body, and 304 neither.
 */
export function compileErrors(model: ServiceModel): ErrorRenderer {
  const isS3 = model.serviceId === 'S3';
  const lookup = errorLookup(model, isS3 ? 's3' : 'query');
  return (error, requestId, request) => {
    const found = lookup(error);
    const status = isS3 ? s3Status(found.code, found.status, error) : found.status;
    const { members } = errorContent(error, found);
    const bound = found.shape ? compileBindingWriter(model, found.name)(members).headers : {};
    const headers: Record<string, string> = {
      ...restXmlRequestIds(model, requestId),
      ...bound,
      ...error.options.headers,
    };
    if (request.method === 'HEAD' || status === 304) return { status, headers, body: null };
    const code = `<Code>${escapeText(found.code)}</Code><Message>${escapeText(error.message)}</Message>`;
    const further = Object.entries(members)
      .filter(([name]) => !FIXED.has(name) && memberOf(found.shape?.members[name] ?? '').in === undefined)
      .map(([name, value]) => `<${name}>${escapeText(String(value))}</${name}>`)
      .join('');
    const id = `<RequestId>${escapeText(requestId)}</RequestId>`;
    const body = isS3
      ? `<Error>${code}${further}${id}<HostId>${hostId(requestId)}</HostId></Error>`
      : `<ErrorResponse${namespaceText(model.xmlNamespace)}><Error><Type>${found.fault === 'client' ? 'Sender' : 'Receiver'}</Type>${code}${further}</Error>${id}</ErrorResponse>`;
    return { status, headers: { ...headers, 'content-type': 'application/xml' }, body: XML_DECLARATION + body };
  };
}

const FIXED = new Set(['message', 'Message', 'Type', 'Code']);

/** What S3's model leaves out: these errors have no status in it, and their answers are 404 (S3 API, "Error responses"). */
function s3Status(code: string, status: number, error: AwsError): number {
  return error.options.status === undefined && NOT_FOUND.has(code) ? 404 : status;
}

const NOT_FOUND = new Set(['NotFound', 'NoSuchBucket', 'NoSuchKey', 'NoSuchUpload', 'NoSuchVersion']);
