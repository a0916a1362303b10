import { type Comparison, readComparison, readExpression, RegexQuota } from './condition.ts';
import { invalidPattern, tokenize, TokenReader } from './lexer.ts';
import type { Matcher } from './terms.ts';

/** What one place of the pattern asks of its field; `rest` is the ellipsis, any number of fields. */
type Column = Comparison | 'rest';

/** `[ip, user, ..., status = 4* || status = 500, bytes > 1000]` against messages whose fields are separated by blanks. */
export function compileColumns(pattern: string): Matcher {
  if (!pattern.endsWith(']')) throw invalidPattern();
  const columns = readColumns(new TokenReader(tokenize(pattern.slice(1, -1))));
  const ellipsis = columns.indexOf('rest');
  if (ellipsis !== columns.lastIndexOf('rest')) throw invalidPattern();
  const head = columns.slice(0, ellipsis < 0 ? undefined : ellipsis) as Comparison[];
  const tail = ellipsis < 0 ? [] : (columns.slice(ellipsis + 1) as Comparison[]);
  return (message) => {
    const fields = splitFields(message);
    const fits = ellipsis < 0 ? fields.length === head.length : fields.length >= head.length + tail.length;
    return fits && matchesAll(head, fields) && matchesAll(tail, fields.slice(fields.length - tail.length));
  };
}

function matchesAll(columns: readonly Comparison[], fields: readonly string[]): boolean {
  return columns.every((matches, index) => matches(fields[index] ?? ''));
}

/** Text between brackets or double quotes is one field, without them. */
function splitFields(message: string): string[] {
  return Array.from(
    message.matchAll(/\[([^\]]*)\]|"([^"]*)"|(\S+)/g),
    ([, bracketed, quoted, bare]) => bracketed ?? quoted ?? bare ?? '',
  );
}

function readColumns(tokens: TokenReader): Column[] {
  const quota = new RegexQuota();
  const columns = [readColumn(tokens, quota)];
  while (tokens.take(',')) columns.push(readColumn(tokens, quota));
  tokens.expectEnd();
  return columns;
}

function readColumn(tokens: TokenReader, quota: RegexQuota): Column {
  if (tokens.take('...')) return 'rest';
  const { kind, text } = tokens.peek();
  if (kind === 'end' || (kind === 'symbol' && text === ',')) return () => true;
  return readExpression(tokens, columnCondition(tokens, quota));
}

/** All conditions of a place name the same field: `status = 4* && bytes > 1000` is invalid (awsdocs/amazon-cloudwatch-logs-user-guide#21). */
function columnCondition(tokens: TokenReader, quota: RegexQuota): () => Comparison {
  let column: string | undefined;
  return () => {
    const { kind, text } = tokens.next();
    if (kind !== 'word' || !/^[\w-]+$/.test(text)) throw invalidPattern();
    if (column !== undefined && column !== text) throw invalidPattern();
    column = text;
    return hasComparison(tokens) ? readComparison(tokens, quota) : () => true;
  };
}

function hasComparison(tokens: TokenReader): boolean {
  const { kind, text } = tokens.peek();
  return kind === 'symbol' && /^[!=<>]/.test(text);
}
