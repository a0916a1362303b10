import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import {
  CreateFunctionCommand,
  GetFunctionConfigurationCommand,
  InvokeCommand,
  LambdaClient,
  PublishLayerVersionCommand,
} from '@aws-sdk/client-lambda';
import { type OddEntry, oddZip } from './odd-zip.ts';
import { CANARY, startWatched, type WatchedPlatform } from './watched-platform.ts';

const HANDLER: OddEntry = { name: 'index.js', data: "exports.handler = async () => 'ran'" };
const LINK = 0o120_777;
const UP = '../'.repeat(12);
/** Deflated: 270 KB; AWS allows 262 MB. */
const BOMB = Buffer.alloc(270_000_000);

/** `refused`: by the call or by the function's state, with AWS's kind of error. `runs`: odd, but harmless. */
const ZIPS: Readonly<Record<string, readonly [expected: 'refused' | 'runs', make: () => Buffer]>> = {
  'a name that climbs out': ['refused', () => oddZip([HANDLER, { name: `${UP}tmp/${CANARY}`, data: 'x' }])],
  'a name that climbs out behind a directory': ['refused', () => oddZip([HANDLER, { name: `a/b/${UP}tmp/${CANARY}` }])],
  'a name that climbs out with backslashes': [
    'refused',
    () => oddZip([HANDLER, { name: `..\\..\\..\\..\\tmp\\${CANARY}`, data: 'x' }]),
  ],
  'an absolute name': ['refused', () => oddZip([HANDLER, { name: `/tmp/${CANARY}`, data: 'x' }])],
  'a name with a drive letter': ['refused', () => oddZip([HANDLER, { name: `C:\\${CANARY}`, data: 'x' }])],
  'a directory that climbs out': ['refused', () => oddZip([HANDLER, { name: `${UP}tmp/${CANARY}/` }])],
  'a name with a null byte': ['refused', () => oddZip([HANDLER, { name: `a\0/../../${CANARY}` }])],
  'an empty name': ['refused', () => oddZip([HANDLER, { name: '' }])],
  'a name of 60,000 bytes': ['refused', () => oddZip([HANDLER, { name: 'x'.repeat(60_000) }])],
  'a path of 20,000 directories': ['refused', () => oddZip([HANDLER, { name: `${'d/'.repeat(20_000)}f` }])],
  'a link that leads out': ['refused', () => oddZip([HANDLER, { name: 'out', data: '/etc/passwd', mode: LINK }])],
  'a link that climbs out': ['refused', () => oddZip([HANDLER, { name: 'out', data: `${UP}etc`, mode: LINK }])],
  'a link that leads out by way of another link': [
    'runs',
    () =>
      oddZip([
        {
          name: 'index.js',
          data: `const fs = require('fs'); exports.handler = async () => (fs.readlinkSync('out') === 'a/b/etc' ? 'ran' : 'out')`,
        },
        { name: 'a/b/c/up', data: '../../..', mode: LINK },
        { name: 'out', data: 'a/b/c/up/../../etc', mode: LINK },
      ]),
  ],
  'a file behind a link that leads out': [
    'refused',
    () => oddZip([HANDLER, { name: 'door', data: '/tmp', mode: LINK }, { name: `door/${CANARY}`, data: 'x' }]),
  ],
  'a file and a link of the same name': [
    'refused',
    () => oddZip([HANDLER, { name: 'same', data: 'file' }, { name: 'same', data: '/etc/passwd', mode: LINK }]),
  ],
  'a file where a directory is': [
    'refused',
    () => oddZip([HANDLER, { name: 'a/b', data: 'x' }, { name: 'a', data: 'y' }]),
  ],
  'a directory where a file is': [
    'refused',
    () => oddZip([HANDLER, { name: 'a', data: 'y' }, { name: 'a/b', data: 'x' }]),
  ],
  'a link to itself': ['runs', () => oddZip([HANDLER, { name: 'loop', data: 'loop', mode: LINK }])],
  'a device': ['runs', () => oddZip([HANDLER, { name: 'device', mode: 0o060_666 }])],
  'a file with the bits of another user': [
    'runs',
    () => oddZip([HANDLER, { name: 'su', data: '#!/bin/sh', mode: 0o106_755 }]),
  ],
  'the handler twice': ['runs', () => oddZip([{ ...HANDLER, data: 'not JavaScript' }, HANDLER])],
  '270 MB in 270 KB': ['refused', () => oddZip([HANDLER, { name: 'big', data: BOMB }])],
  '32 MB that say they are 10 bytes': [
    'refused',
    () => oddZip([HANDLER, { name: 'big', data: BOMB.subarray(0, 1 << 25), claimedSize: 10 }]),
  ],
  'entries that share the data of one': [
    'refused',
    () => {
      const shared = Array.from({ length: 500 }, (_, i) => ({ name: `copy-${i}`, sharesDataOf: 1 }));
      return oddZip([HANDLER, { name: 'one', data: BOMB.subarray(0, 1 << 20) }, ...shared]);
    },
  ],
  'sizes that are wrong': ['refused', () => oddZip([{ ...HANDLER, claimedSize: 1 }])],
  'data that is not deflated': ['refused', () => oddZip([HANDLER, { name: 'x', data: 'x', method: 99 }])],
  'an encrypted entry': ['refused', () => oddZip([HANDLER, { name: 'x', data: 'x', flags: 1 }])],
  'more entries in its end record than there are': ['refused', () => oddZip([HANDLER], { claimedEntries: 500 })],
  'a directory behind its end': ['refused', () => oddZip([HANDLER], { claimedDirectoryOffset: 2 ** 31 })],
  'a zip cut in half': ['refused', () => oddZip([HANDLER]).subarray(0, 60)],
  'no zip at all': ['refused', () => Buffer.from('PK, but no more than that')],
  'no bytes': ['refused', () => Buffer.alloc(0)],
  'no entries': ['refused', () => oddZip([])],
};

describe('zips that strangers make', () => {
  let platform: WatchedPlatform;
  let lambda: LambdaClient;

  before(async () => {
    platform = await startWatched();
    const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
    lambda = new LambdaClient({ endpoint: platform.endpoint, region: 'us-east-1', credentials, maxAttempts: 1 });
  });
  after(async () => {
    lambda.destroy();
    await platform[Symbol.asyncDispose]();
  });

  for (const [name, [expected, make]] of Object.entries(ZIPS)) {
    test(`${name}: ${expected === 'runs' ? 'is harmless' : 'is refused'}`, async () => {
      const ZipFile = make();
      assert.equal(await outcomeOf(lambda, `zip-${Object.keys(ZIPS).indexOf(name)}`, ZipFile), expected);
      const layer = new PublishLayerVersionCommand({ LayerName: 'odd', Content: { ZipFile } });
      const answer = await lambda.send(layer).then(
        () => 201,
        (error: { $metadata: { httpStatusCode: number } }) => error.$metadata.httpStatusCode,
      );
      assert.ok(answer < 500, `a layer of it is answered ${answer}`);
    });
  }

  test('a layer whose directory is a link in the layer before: is refused', async () => {
    const Layers = await Promise.all(
      [
        oddZip([{ name: 'e/f' }, { name: 'd', data: 'e', mode: LINK }]),
        oddZip([{ name: `d/${CANARY}`, data: 'x' }]),
      ].map(async (ZipFile, i) => {
        const input = { LayerName: `clash-${i}`, Content: { ZipFile } };
        return (await lambda.send(new PublishLayerVersionCommand(input))).LayerVersionArn!;
      }),
    );
    assert.equal(await outcomeOf(lambda, 'clash', oddZip([HANDLER]), { Layers }), 'refused');
  });

  test('nothing was written elsewhere, nothing came as a surprise, and memory stayed bounded', () => {
    assert.deepEqual({ bugs: platform.bugs(), outside: platform.filesOutside() }, { bugs: [], outside: [] });
    assert.ok(platform.memoryMb().peak < 512, `${platform.memoryMb().peak} MB`);
  });
});

/** What becomes of a function of this zip: refused by the call, refused when it is unpacked, or it runs. */
async function outcomeOf(
  lambda: LambdaClient,
  FunctionName: string,
  ZipFile: Uint8Array,
  over: { readonly Layers?: string[] } = {},
): Promise<string> {
  const Role = 'arn:aws:iam::000000000000:role/any';
  const settings = { FunctionName, Role, Runtime: 'nodejs24.x', Handler: 'index.handler', ...over } as const;
  try {
    await lambda.send(new CreateFunctionCommand({ ...settings, Code: { ZipFile } }));
  } catch (error) {
    const { name, $metadata } = error as { name: string; $metadata: { httpStatusCode: number } };
    return $metadata.httpStatusCode < 500 && name !== 'Error' ? 'refused' : `${$metadata.httpStatusCode} ${name}`;
  }
  const { State, StateReason } = await settled(lambda, FunctionName);
  if (State === 'Failed') return StateReason?.includes('internal') ? StateReason : 'refused';
  const { Payload } = await lambda.send(new InvokeCommand({ FunctionName }));
  return Payload?.transformToString() === '"ran"' ? 'runs' : `answered ${Payload?.transformToString()}`;
}

async function settled(lambda: LambdaClient, FunctionName: string) {
  for (;;) {
    const configuration = await lambda.send(new GetFunctionConfigurationCommand({ FunctionName }));
    if (configuration.State !== 'Pending') return configuration;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
