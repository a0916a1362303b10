import { cbor } from '@smithy/core/cbor';
import type { Answer } from './conversation.ts';
import type { Dialect } from './message.ts';
import { wellFormedXml } from './well-formed-xml.ts';

/**
 * What is wrong with an answer to bad input; null when nothing is. Right is a success, or an AWS error in the caller's
 * protocol: 4xx, or 501 for what Hearth lacks. `dialect` null: the message may have lost what told its protocol.
 */
export function faultOf(answer: Answer, dialect: Dialect | null, method: string): string | null {
  if (answer.outcome !== 'answered') return answer.outcome;
  if (answer.status === 0) return 'no HTTP in the answer';
  if (answer.status >= 500 && answer.status !== 501) return `status ${answer.status}: ${textOf(answer)}`;
  if (/\n\s+at .*(\.ts|\.js|node:)/.test(textOf(answer))) return `a stack: ${textOf(answer)}`;
  if (answer.status < 400 || method === 'HEAD') return null;
  if (!worded(answer, dialect)) return `no AWS error (${dialect ?? 'any'}): ${answer.status} ${textOf(answer)}`;
  return null;
}

function worded(answer: Answer, dialect: Dialect | null): boolean {
  // Refused before it was a request: the parser's answer and that for an address nobody has.
  if (jsonMember(answer, 'message') && answer.headers['x-amzn-errortype'] === undefined) {
    if ([400, 404, 408, 417, 431].includes(answer.status) || dialect === 'api') return true;
  }
  if (dialect === 'api') return jsonMember(answer, 'message') || jsonMember(answer, 'Message');
  const ways: readonly Way[] = dialect === null ? ['json', 'xml', 'cbor'] : WAYS[dialect];
  return ways.some((way) => READERS[way](answer));
}

type Way = 'json' | 'xml' | 'cbor';
const WAYS: Readonly<Record<Exclude<Dialect, 'api'>, readonly Way[]>> = {
  json: ['json'],
  'rest-json': ['json'],
  query: ['xml'],
  s3: ['xml'],
  cbor: ['cbor'],
};

const READERS: Readonly<Record<Way, (answer: Answer) => boolean>> = {
  json: (answer) =>
    answer.headers['content-type']?.includes('json') === true &&
    (jsonMember(answer, '__type') || jsonMember(answer, 'message') || answer.headers['x-amzn-errortype'] !== undefined),
  xml: (answer) => {
    const text = answer.body.toString();
    return wellFormedXml(text) && /<Code>[A-Za-z0-9.]+<\/Code>/.test(text);
  },
  cbor: (answer) => {
    if (answer.headers['smithy-protocol'] !== 'rpc-v2-cbor') return false;
    try {
      const value = cbor.deserialize(answer.body) as Record<string, unknown>;
      return typeof value['__type'] === 'string';
    } catch {
      return false;
    }
  },
};

function jsonMember({ body }: Answer, name: string): boolean {
  try {
    const value = JSON.parse(body.toString()) as Record<string, unknown> | null;
    return typeof value === 'object' && typeof value?.[name] === 'string';
  } catch {
    return false;
  }
}

function textOf({ body }: Answer): string {
  return body.toString('utf8', 0, 2000);
}
