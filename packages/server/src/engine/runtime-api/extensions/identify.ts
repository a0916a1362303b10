import type { IncomingMessage } from 'node:http';
import type { Extension } from '../../extensions/extension.ts';
import type { Extensions } from '../../extensions/extensions.ts';
import { type ApiError, forbidden } from '../api-errors.ts';

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** The extension that `Lambda-Extension-Identifier` names. */
export function identify(extensions: Extensions, request: IncomingMessage): Extension | ApiError {
  const id = request.headers['lambda-extension-identifier'];
  if (typeof id !== 'string' || id === '')
    return forbidden('Extension.MissingExtensionIdentifier', 'Missing Lambda-Extension-Identifier header');
  if (!UUID.test(id)) return forbidden('Extension.InvalidExtensionIdentifier', 'Invalid Lambda-Extension-Identifier');
  return extensions.find(id) ?? forbidden('Extension.UnknownExtensionIdentifier', `Unknown extension ${id}`);
}
