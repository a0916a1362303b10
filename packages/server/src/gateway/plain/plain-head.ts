/** The head of a request of the plainest kind, and where its body begins. */
export interface PlainHead {
  readonly method: string;
  /** The target as it came: a path, perhaps with a query. */
  readonly target: string;
  /** Lower-case names, each once. */
  readonly headers: Readonly<Record<string, string>>;
  /** The header lines as they came, each with its line end. */
  readonly lines: string;
  readonly bodyAt: number;
}

const END_OF_HEAD = Buffer.from('\r\n\r\n');
const LINE_END = '\r\n';

/** RFC 9112, 3 and 5: what is within it means the same to every parser. Compiled once; linear in the head's length. */
const PLAIN_HEAD =
  /^(?:GET|HEAD|POST|PUT|DELETE|PATCH|OPTIONS) \/[\x21-\x7e]* HTTP\/1\.1\r\n(?:[\w!#$%&'*+.^`|~-]+:[\t\x20-\x7e]*\r\n)+$/;

/**
 * Reads a request that is wholly in `bytes` and asks nothing of HTTP beyond method, path, headers and a body of known
 * length: what clients of AWS send, but for uploads. Null for everything else, be it rare, broken or incomplete: Node's
 * parser then judges the same bytes, so that nothing can mean two things.
 */
export function readPlainHead(bytes: Buffer, maxHeadBytes: number): PlainHead | null {
  const end = bytes.indexOf(END_OF_HEAD);
  if (end < 0 || end > maxHeadBytes) return null;
  const text = bytes.toString('latin1', 0, end + LINE_END.length);
  if (!PLAIN_HEAD.test(text)) return null;
  const headers = readHeaders(text);
  const bodyAt = end + END_OF_HEAD.length;
  if (!headers || !isPlain(headers, bytes.length - bodyAt)) return null;
  const afterMethod = text.indexOf(' ');
  const afterTarget = text.indexOf(' ', afterMethod + 1);
  return {
    method: text.slice(0, afterMethod),
    target: text.slice(afterMethod + 1, afterTarget),
    headers,
    lines: text.slice(text.indexOf(LINE_END) + LINE_END.length),
    bodyAt,
  };
}

/** Names and values in turn, as they came. */
export function rawHeadersOf(lines: string): string[] {
  const raw: string[] = [];
  for (const line of lines.split(LINE_END).slice(0, -1)) {
    const colon = line.indexOf(':');
    raw.push(line.slice(0, colon), line.slice(colon + 1).trim());
  }
  return raw;
}

/** Null when a name comes twice. */
function readHeaders(head: string): Record<string, string> | null {
  const headers: Record<string, string> = {};
  for (let at = head.indexOf(LINE_END) + LINE_END.length; at < head.length;) {
    const colon = head.indexOf(':', at);
    const end = head.indexOf(LINE_END, colon);
    const name = head.slice(at, colon).toLowerCase();
    if (name in headers) return null;
    headers[name] = head.slice(colon + 1, end).trim();
    at = end + LINE_END.length;
  }
  return headers;
}

function isPlain(headers: Readonly<Record<string, string>>, bodyBytes: number): boolean {
  const { connection } = headers;
  return (
    headers.host !== undefined &&
    headers.host !== '' &&
    (headers['content-length'] ?? '0') === String(bodyBytes) &&
    headers['transfer-encoding'] === undefined &&
    headers.expect === undefined &&
    headers.upgrade === undefined &&
    (connection === undefined || connection === 'keep-alive' || connection.toLowerCase() === 'keep-alive')
  );
}
