import { compileColumns } from './columns.ts';
import { compileJson } from './json.ts';
import { compileTerms, type Matcher } from './terms.ts';

export type { Matcher };

/**
 * Compiles a CloudWatch filter pattern (user guide, FilterAndPatternSyntax); an empty one matches everything.
 * @throws InvalidParameterException `Invalid filter pattern`
 */
export function compileFilterPattern(pattern: string): Matcher {
  const text = pattern.trim();
  if (text === '') return matchEverything;
  if (text.startsWith('{')) return compileJson(text);
  if (text.startsWith('[')) return compileColumns(text);
  return compileTerms(text);
}

export const matchEverything: Matcher = () => true;
