import { S3 } from '@aws-sdk/client-s3';
import * as fc from 'fast-check';
import type { TestPlatform } from '../../../packages/server/src/testing/test-platform.ts';
import { type Command, command } from '../model-run.ts';
import type { BucketModel, S3Model, Version } from './s3-model.ts';

/** The official client of one account, and what its buckets are called. */
export class RealS3 {
  readonly client: S3;
  readonly #account: string;

  constructor(platform: TestPlatform, account: string) {
    this.client = new S3({ ...platform.clientFor(account), forcePathStyle: true });
    this.#account = account;
  }

  bucket(number: number): string {
    return `model-${this.#account}-${number}`;
  }
}

export type S3Command = Command<S3Model, RealS3>;

export function s3Command<Arguments>(
  name: string,
  args: fc.Arbitrary<Arguments>,
  run: (model: S3Model, real: RealS3, args: Arguments) => Promise<void>,
): fc.Arbitrary<S3Command> {
  return command(name, args, run);
}

/** The first is asked for most. */
export const bucketNumber = fc.constantFrom(0, 0, 0, 0, 0, 0, 1);

/** Few, so that they meet; with every kind of neighbour in the order of bytes. */
export const key = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom('a', 'a/b') },
  fc.constantFrom('a/', 'a/b/c', 'a//b', 'a0', 'b', 'b +%&<"\'', 'é/1', '｡', '𐀀'),
);

/** Small, empty, and larger than what a store may keep beside its rows. */
export const body = fc
  .record({ size: fc.constantFrom(0, 1, 10, 5_000, 40_000, 200_000), fill: fc.constantFrom('x', 'y') })
  .map(({ size, fill }) => Buffer.alloc(size, fill));

/** Which version is asked for: none, one of those that the key has, or one that never was. */
export const versionChoice = fc.constantFrom<VersionChoice>(
  'none',
  'none',
  'none',
  'newest',
  'newest',
  'second',
  'null',
  'unknown',
);
export type VersionChoice = 'none' | 'newest' | 'second' | 'null' | 'unknown';

export function chosenVersion(bucket: BucketModel | undefined, key: string, choice: VersionChoice): string | undefined {
  const versions: readonly Version[] = bucket?.keys.get(key) ?? [];
  switch (choice) {
    case 'none':
      return undefined;
    case 'newest':
      return versions[0]?.id ?? UNKNOWN_VERSION;
    case 'second':
      return versions[1]?.id ?? UNKNOWN_VERSION;
    case 'null':
      return 'null';
    case 'unknown':
      return UNKNOWN_VERSION;
  }
}

const UNKNOWN_VERSION = 'Unknown.Unknown.Unknown.Unknown.';
