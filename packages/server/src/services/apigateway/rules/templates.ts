import { badRequest } from '../errors.ts';

/** "Mapping template size: 300 KB" (API Gateway quotas, REST APIs). */
const MAX_TEMPLATE_KB = 300;

/** AWS's words for one that is too large are not known. */
export function checkTemplates(templates: Readonly<Record<string, string>> | undefined): void {
  for (const [type, template] of Object.entries(templates ?? {})) {
    if (Buffer.byteLength(template ?? '') > MAX_TEMPLATE_KB * 1024) {
      throw badRequest(`Invalid mapping template for ${type}: the maximum size is ${MAX_TEMPLATE_KB} KB`);
    }
  }
}
