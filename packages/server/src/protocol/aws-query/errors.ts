import type { AwsError } from '../../kernel/errors.ts';
import { errorLookup, errorContent, type WireError } from '../error-shapes.ts';
import { type XmlWriter, escapeText, namespaceText, xmlWriters } from '../formats/xml-write.ts';
import type { Compiled } from '../compile.ts';
import { requestIdHeader } from '../http-headers.ts';
import { memberOf, type ServiceModel } from '../model.ts';
import type { WireResponse } from '../wire.ts';

export type ErrorRenderer = (error: AwsError, requestId: string) => WireResponse;

export function compileErrors(model: ServiceModel): ErrorRenderer {
  const lookup = errorLookup(model, 'query');
  const writers = xmlWriters(model);
  const namespace = namespaceText(model.xmlNamespace);
  return (error, requestId) => {
    const found = lookup(error);
    const type = found.fault === 'client' ? 'Sender' : 'Receiver';
    const content = `<Type>${type}</Type><Code>${escapeText(found.code)}</Code><Message>${escapeText(error.message)}</Message>`;
    const body = `<ErrorResponse${namespace}><Error>${content}${furtherMembers(writers, found, error)}</Error><RequestId>${escapeText(requestId)}</RequestId></ErrorResponse>`;
    const headers = { ...requestIdHeader(requestId), 'content-type': 'text/xml', ...error.options.headers };
    return { status: found.status, headers, body };
  };
}

/** What every query error has, whatever its shape. */
const FIXED = new Set(['message', 'Message', 'Type', 'Code']);

/** The modelled members that remain. */
function furtherMembers(writers: Compiled<XmlWriter>, found: WireError, error: AwsError): string {
  const { members } = errorContent(error, found);
  return Object.entries(found.shape?.members ?? {})
    .filter(([name]) => !FIXED.has(name) && members[name] !== undefined)
    .map(([name, ref]) => writers(ref)(memberOf(ref).xmlName ?? name, members[name]))
    .join('');
}
