import type { AwsError } from '../../../kernel/errors.ts';

/** Throws `otherwise` when `expression` is no regular expression. */
export function checkExpression(expression: string, otherwise: (cause: unknown) => AwsError): void {
  try {
    RegExp(expression, 's');
  } catch (cause) {
    throw otherwise(cause);
  }
}
