import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { cbor } from '@smithy/core/cbor';
import { AwsError } from '../kernel/errors.ts';
import { STORE } from './contract/store.fixture.ts';
import type { ServiceCodec } from './codec.ts';
import { requestOf } from './fixtures.ts';
import { readModel } from './model-files.ts';
import { compileCodec } from './service-codec.ts';
import type { WireRequest } from './wire.ts';

const ROUNDS = 300;

/** mulberry32: the same bytes in every run. */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** A copy with some bytes changed, cut out or doubled. */
function mutated(bytes: Uint8Array, random: () => number): Uint8Array {
  let result = Buffer.from(bytes);
  for (let i = 0; i < 1 + random() * 4; i++) {
    const at = Math.floor(random() * result.length);
    const kind = random();
    if (kind < 0.5) result[at] = Math.floor(random() * 256);
    else if (kind < 0.8)
      result = Buffer.concat([result.subarray(0, at), result.subarray(at + 1 + Math.floor(random() * 8))]);
    else result = Buffer.concat([result.subarray(0, at), result.subarray(Math.max(0, at - 8))]);
  }
  return result;
}

/** Whatever comes: an input or AWS's error, which can be rendered. */
async function survives(codec: ServiceCodec, request: WireRequest): Promise<void> {
  try {
    const match = await codec.match(request);
    await match.read();
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    assert.ok(codec.refuse(request, error, 'id').status >= 400);
  }
}

const logs = readModel('logs');
const json = {
  logGroupName: 'g',
  logStreamName: 's',
  logEvents: [{ timestamp: 1, message: 'grüße' }],
  entity: { keyAttributes: { Type: 'Service', Name: 'n' } },
};

const CASES: readonly {
  name: string;
  codec: ServiceCodec;
  body: Uint8Array;
  request: (body: Uint8Array) => WireRequest;
}[] = [
  {
    name: 'AWS-JSON',
    codec: compileCodec(logs),
    body: Buffer.from(JSON.stringify(json)),
    request: (body) => requestOf({ headers: { 'x-amz-target': 'Logs_20140328.PutLogEvents' }, body }),
  },
  {
    name: 'RPC v2 CBOR',
    codec: compileCodec({ ...logs, protocols: ['rpc-cbor'] }),
    body: Buffer.from(cbor.serialize(json)),
    request: (body) =>
      requestOf({ path: '/service/Logs/operation/PutLogEvents', headers: { 'smithy-protocol': 'rpc-v2-cbor' }, body }),
  },
  {
    name: 'AWS query',
    codec: compileCodec(readModel('iam')),
    body: Buffer.from(
      'Action=CreateRole&Version=2010-05-08&RoleName=r&AssumeRolePolicyDocument=%7B%7D&Tags.member.1.Key=a&Tags.member.1.Value=b&MaxSessionDuration=3600',
    ),
    request: (body) => requestOf({ headers: { 'content-type': 'application/x-www-form-urlencoded' }, body }),
  },
  {
    name: 'REST-JSON',
    codec: compileCodec(readModel('lambda')),
    body: Buffer.from(
      JSON.stringify({
        FunctionName: 'f',
        Role: 'arn:aws:iam::123456789012:role/r',
        Code: { ZipFile: 'UEsDBA==' },
        Timeout: 3,
        Environment: { Variables: { AB: 'c' } },
      }),
    ),
    request: (body) => requestOf({ path: '/2015-03-31/functions', body }),
  },
  {
    name: 'REST-JSON paths',
    codec: compileCodec(readModel('lambda')),
    body: Buffer.from('/2015-03-31/functions/my%2Dfunction/versions?Marker=%20a&MaxItems=5'),
    request: (body) => {
      const [path = '', query = ''] = Buffer.from(body).toString('latin1').split('?');
      return requestOf({ method: 'GET', path, query });
    },
  },
  {
    name: 'REST-XML',
    codec: compileCodec(STORE),
    body: Buffer.from(
      '<AccessControlPolicy xmlns="http://x/"><AccessControlList><Grant><Grantee xmlns:xsi="http://y" xsi:type="User"><DisplayName>a &amp; b</DisplayName></Grantee><Permission>READ</Permission></Grant></AccessControlList></AccessControlPolicy>',
    ),
    request: (body) => requestOf({ method: 'PUT', path: '/shelf', query: 'acl', body }),
  },
];

describe('malformed requests', () => {
  for (const { name, codec, body, request } of CASES) {
    test(`${name}: every broken request gets an AWS error`, async () => {
      const match = await codec.match(request(body));
      assert.ok(await match.read());
      const random = randomFrom(body.length);
      for (let round = 0; round < ROUNDS; round++) await survives(codec, request(mutated(body, random)));
      await survives(codec, request(new Uint8Array()));
    });
  }

  test('nesting without end is an AWS error, not a full stack', async () => {
    const depth = 200_000;
    await survives(CASES[0]!.codec, CASES[0]!.request(Buffer.from('['.repeat(depth) + ']'.repeat(depth))));
    await survives(CASES[1]!.codec, CASES[1]!.request(new Uint8Array(depth).fill(0x81)));
    await survives(CASES[2]!.codec, CASES[2]!.request(Buffer.from(`Action=CreateRole&${'a.'.repeat(depth)}=1`)));
    await survives(CASES[5]!.codec, CASES[5]!.request(Buffer.from('<a>'.repeat(depth))));
  });
});
