/** An HTTP request as it goes on the wire; nothing about it has to be valid. */
export interface Message {
  readonly method: string;
  /** Path and query, as sent. */
  readonly target: string;
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body: Uint8Array;
}

/** Which service's client a message came from, and how its errors have to be worded. */
export type Dialect = 'json' | 'rest-json' | 'query' | 'cbor' | 's3' | 'api';

/** With the length of its body, unless it says something about that itself. */
export function toBytes({ method, target, headers, body }: Message): Buffer {
  const framed = headers.some(([name]) => /^(content-length|transfer-encoding)$/i.test(name));
  const length: Message['headers'] = framed || body.length === 0 ? [] : [['content-length', String(body.length)]];
  const lines = [...headers, ...length].map(([name, value]) => `${name}: ${value}\r\n`);
  // Latin-1, so that a header can hold any byte.
  return Buffer.concat([Buffer.from(`${method} ${target} HTTP/1.1\r\n${lines.join('')}\r\n`, 'latin1'), body]);
}

export function headerOf(message: Message, name: string): string | undefined {
  return message.headers.find(([key]) => key.toLowerCase() === name)?.[1];
}

/** @param value absent: the header is taken out */
export function withHeader(message: Message, name: string, value?: string): Message {
  const others = message.headers.filter(([key]) => key.toLowerCase() !== name.toLowerCase());
  return { ...message, headers: value === undefined ? others : [...others, [name, value]] };
}

export function withBody(message: Message, body: string | Uint8Array): Message {
  return withHeader({ ...message, body: Buffer.from(body as Uint8Array) }, 'content-length');
}
