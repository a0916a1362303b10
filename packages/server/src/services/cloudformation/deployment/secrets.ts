import type { ValueMap } from '../rules/values.ts';

/** Properties as events show them: JSON, with the values of NoEcho parameters masked. */
export function maskedProperties(properties: ValueMap, secrets: readonly string[]): string {
  const shown = secrets.filter((secret) => secret !== '');
  return JSON.stringify(properties, (_key, value: unknown) =>
    typeof value === 'string' ? shown.reduce((text, secret) => text.replaceAll(secret, '****'), value) : value,
  );
}
