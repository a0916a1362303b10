import type { Value } from '../../rules/values.ts';

/** A policy as templates give it, text or object, as the text that services take. */
export function documentText(document: Value): string {
  return typeof document === 'string' ? document : JSON.stringify(document);
}
