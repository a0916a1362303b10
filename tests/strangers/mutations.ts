import { BODIES, DEEP } from './bad-bodies.ts';
import { headerOf, type Message, withBody, withHeader } from './message.ts';
import { CHUNKS, HEADERS, NASTY } from './nasty-values.ts';
import type { Random } from './random.ts';

export interface Mutation {
  readonly name: string;
  /** The message still tells its protocol, so that the answer must be in it. */
  readonly keepsProtocol: boolean;
  apply(message: Message, random: Random): Message;
}

function bodyMutations(): Mutation[] {
  return Object.entries(BODIES).map(([name, make]) => {
    const body = make();
    return { name: `a body that is ${name}`, keepsProtocol: true, apply: (message) => withBody(message, body) };
  });
}

const bytesChanged: Mutation = {
  name: 'bytes of the body changed, cut out or doubled',
  keepsProtocol: true,
  apply(message, random) {
    let bytes = Buffer.from(message.body);
    for (let i = 0; i <= random.below(4); i++) {
      const at = random.below(bytes.length);
      const way = random.below(4);
      if (way === 0) bytes[at] = random.below(256);
      if (way === 1) bytes = Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + 1 + random.below(8))]);
      if (way === 2) bytes = Buffer.concat([bytes.subarray(0, at), bytes.subarray(Math.max(0, at - 8))]);
      if (way === 3)
        bytes = Buffer.concat([bytes.subarray(0, at), Buffer.from(random.pick(NASTY)), bytes.subarray(at)]);
    }
    return withBody(message, bytes);
  },
};

const cutShort: Mutation = {
  name: 'the body cut short',
  keepsProtocol: true,
  apply: (message, random) => withBody(message, message.body.subarray(0, random.below(message.body.length + 1))),
};

const randomBody: Mutation = {
  name: 'random bytes as the body',
  keepsProtocol: true,
  apply: (message, random) => withBody(message, random.bytes(random.below(3000))),
};

/** One value of a JSON document becomes another type, another value or another key. */
const jsonChanged: Mutation = {
  name: 'a value of the JSON replaced',
  keepsProtocol: true,
  apply(message, random) {
    // Deep nesting would be too deep for this very function.
    if (message.body.length > DEEP) return bytesChanged.apply(message, random);
    let document: unknown;
    try {
      document = JSON.parse(Buffer.from(message.body).toString());
    } catch {
      return bytesChanged.apply(message, random);
    }
    return withBody(message, JSON.stringify(altered(document, random)));
  },
};

function altered(value: unknown, random: Random): unknown {
  if (Array.isArray(value) && value.length > 0 && random.chance(0.8))
    return value.with(random.below(value.length), altered(value[0], random));
  if (typeof value === 'object' && value !== null && !Array.isArray(value) && random.chance(0.9)) {
    const entries = Object.entries(value);
    const at = random.below(entries.length + 1);
    const [key, inner] = entries[at] ?? [random.pick(NASTY), null];
    const name = random.chance(0.1) ? random.pick(NASTY) : key;
    return JSON.parse(
      JSON.stringify({ ...value, ['\u0001']: 0 }).replace(
        '"\\u0001":0',
        `${JSON.stringify(name)}:${JSON.stringify(altered(inner, random))}`,
      ),
    ) as unknown;
  }
  return random.pick<unknown>([null, true, -1, 1.5, 1e300, [], {}, [[]], { a: 1 }, ...NASTY, ...NASTY]);
}

/** A value in `name=value` pairs, a text between tags or a value in the path. */
const textChanged: Mutation = {
  name: 'a value in the form or the XML replaced',
  keepsProtocol: true,
  apply(message, random) {
    const text = Buffer.from(message.body).toString();
    const form = text.startsWith('Action=');
    const places = [...text.matchAll(form ? /(?<==)[^&]*(?=&|$)/g : /(?<=>)[^<]*(?=<\/)/g)].slice(form ? 2 : 0);
    if (places.length === 0) return bytesChanged.apply(message, random);
    const { index, 0: old } = random.pick(places);
    const value = random.chance(0.5) ? random.pick(NASTY) : encodeURIComponent(random.pick(NASTY).toWellFormed());
    return withBody(message, text.slice(0, index) + value + text.slice(index + old.length));
  },
};

const pathChanged: Mutation = {
  name: 'a part of the path replaced',
  keepsProtocol: false,
  apply(message, random) {
    const [path = '', query] = message.target.split('?');
    const parts = path.split('/');
    const raw = random.pick(NASTY);
    const value = random.chance(0.6)
      ? encodeURIComponent(raw.toWellFormed())
      : Buffer.from(raw)
          .toString('latin1')
          .replaceAll(/[\s\0?#]/g, '');
    const changed = parts.with(1 + random.below(parts.length - 1), value).join('/');
    return {
      ...message,
      target: (changed.startsWith('/') ? changed : `/${changed}`) + (query === undefined ? '' : `?${query}`),
    };
  },
};

const queryChanged: Mutation = {
  name: 'the query changed',
  keepsProtocol: false,
  apply(message, random) {
    const [path = '', query = ''] = message.target.split('?');
    const pairs = query === '' ? [] : query.split('&');
    const value = encodeURIComponent(random.pick(NASTY).toWellFormed());
    const names = [
      'uploads',
      'uploadId',
      'partNumber',
      'versionId',
      'X-Amz-Expires',
      'X-Amz-Date',
      'max-keys',
      'Marker',
      'continuation-token',
      'delete',
      'acl',
      'Qualifier',
      '__proto__',
      'Action',
      'list-type',
      'encoding-type',
    ];
    if (pairs.length > 0 && random.chance(0.5)) {
      const at = random.below(pairs.length);
      pairs[at] = `${pairs[at]!.split('=')[0]}=${value}`;
    } else pairs.push(random.chance(0.3) ? random.pick(names) : `${random.pick(names)}=${value}`);
    return { ...message, target: `${path}?${pairs.join('&')}` };
  },
};

const headerChanged: Mutation = {
  name: 'a header replaced',
  keepsProtocol: false,
  apply(message, random) {
    const own = message.headers.map(([name]) => name);
    const value = Buffer.from(random.pick(NASTY))
      .toString('latin1')
      .replaceAll(/[\0\r\n]/g, '');
    return withHeader(message, random.pick([...own, ...HEADERS]), value);
  },
};

const headerDoubled: Mutation = {
  name: 'a header twice',
  keepsProtocol: false,
  apply(message, random) {
    const [name, value] = random.pick([...message.headers, ['x-amz-date', '']] as const);
    return {
      ...message,
      headers: [...message.headers, [name, random.chance(0.5) ? value : random.pick(['x', '0', ''])]],
    };
  },
};

const headerMissing: Mutation = {
  name: 'a header missing',
  keepsProtocol: false,
  apply: (message, random) => withHeader(message, random.pick([...message.headers.map(([name]) => name), 'host'])),
};

const methodChanged: Mutation = {
  name: 'another method',
  keepsProtocol: false,
  apply: (message, random) => ({
    ...message,
    method: random.pick(['GET', 'PUT', 'POST', 'DELETE', 'PATCH', 'OPTIONS', 'HEAD', 'TRACE', 'PROPFIND']),
  }),
};

const targetChanged: Mutation = {
  name: 'another action',
  keepsProtocol: false,
  apply(message, random) {
    const target = headerOf(message, 'x-amz-target');
    const name = random.pick([
      'NoSuchThing',
      '__proto__',
      'constructor',
      'toString',
      'hasOwnProperty',
      '',
      '..',
      'x'.repeat(500),
    ]);
    if (target !== undefined) return withHeader(message, 'x-amz-target', `${target.split('.')[0]}.${name}`);
    const text = Buffer.from(message.body).toString();
    if (text.startsWith('Action=')) return withBody(message, text.replace(/^Action=[^&]*/, `Action=${name}`));
    return { ...message, target: message.target.replace(/[^/]*(?=\?|$)/, name) };
  },
};

const awsChunked: Mutation = {
  name: 'aws-chunked that is broken',
  keepsProtocol: true,
  apply(message, random) {
    const kind = random.pick([
      'STREAMING-AWS4-HMAC-SHA256-PAYLOAD',
      'STREAMING-UNSIGNED-PAYLOAD-TRAILER',
      'STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER',
      'STREAMING-NONSENSE',
    ]);
    const length = random.pick(['5', '6', '-1', 'x', '', '99999999999999']);
    const encoded = withHeader(
      withHeader(message, 'x-amz-content-sha256', kind),
      'x-amz-decoded-content-length',
      length,
    );
    const trailer = withHeader(
      encoded,
      'x-amz-trailer',
      random.pick(['x-amz-checksum-crc32', 'x-amz-checksum-nonsense', '']),
    );
    return withBody(withHeader(trailer, 'content-encoding', 'aws-chunked'), random.pick(CHUNKS));
  },
};

/** Of the body alone, and of all else. */
export const MUTATIONS: readonly Mutation[] = [
  bytesChanged,
  cutShort,
  randomBody,
  jsonChanged,
  jsonChanged,
  textChanged,
  textChanged,
  pathChanged,
  pathChanged,
  queryChanged,
  queryChanged,
  headerChanged,
  headerChanged,
  headerDoubled,
  headerMissing,
  methodChanged,
  targetChanged,
  awsChunked,
  ...bodyMutations(),
];
