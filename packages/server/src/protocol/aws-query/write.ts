import { namespaceText, escapeText, xmlWriters } from '../formats/xml-write.ts';
import { requestIdHeader } from '../http-headers.ts';
import type { ServiceModel } from '../model.ts';
import type { WireResponse } from '../wire.ts';

export type Writer = (operation: string, output: Readonly<Record<string, unknown>>, requestId: string) => WireResponse;

/** `<GetRoleResponse><GetRoleResult>…</GetRoleResult><ResponseMetadata>…`; an operation without output has no result. */
export function compileWriter(model: ServiceModel): Writer {
  const writers = xmlWriters(model);
  const namespace = namespaceText(model.xmlNamespace);
  return (operation, output, requestId) => {
    const shape = model.operations[operation]!.output;
    const result = shape ? writers(shape)(`${operation}Result`, output) : '';
    const metadata = `<ResponseMetadata><RequestId>${escapeText(requestId)}</RequestId></ResponseMetadata>`;
    const body = `<${operation}Response${namespace}>${result}${metadata}</${operation}Response>`;
    return { status: 200, headers: { ...requestIdHeader(requestId), 'content-type': 'text/xml' }, body };
  };
}
