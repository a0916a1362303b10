import { createHash } from 'node:crypto';
import { type FunctionConfiguration, Lambda } from '@aws-sdk/client-lambda';
import * as fc from 'fast-check';
import { zipSync } from 'fflate';
import type { LambdaPlatform } from '../../../packages/server/src/services/lambda/testing/lambda-platform.ts';
import { type Command, command } from '../model-run.ts';
import type { Definition, FunctionModel, LambdaModel } from './lambda-model.ts';

const OLD = new Date(2000, 0, 1);

/** A few programs and layers; all that can be told of them is their hash. */
export const PROGRAMS = [1, 2, 3].map((number) =>
  zipSync({ 'index.js': Buffer.from(`exports.handler = async () => ${number};`) }, { mtime: OLD }),
);

export const SHA256 = PROGRAMS.map((zip) => createHash('sha256').update(zip).digest('base64'));

/** The official client of one account. */
export class RealLambda {
  readonly client: Lambda;
  readonly account: string;
  readonly #platform: LambdaPlatform;

  constructor(platform: LambdaPlatform, account: string) {
    this.client = new Lambda({
      endpoint: platform.endpoint,
      region: 'us-east-1',
      credentials: { accessKeyId: account, secretAccessKey: 'test' },
      maxAttempts: 1,
    });
    this.account = account;
    this.#platform = platform;
  }

  /** Resolves to the version that was made, when it can be used. */
  async createFunction(name: string, { code, description: text, layers }: Definition, publish = false) {
    const created = await this.client.createFunction({
      FunctionName: name,
      Description: text,
      Role: `arn:aws:iam::${this.account}:role/worker`,
      Runtime: 'nodejs24.x',
      Handler: 'index.handler',
      Code: { ZipFile: PROGRAMS[code] },
      Layers: [...layers],
      Publish: publish,
    });
    await this.settled();
    return created.Version!;
  }

  /** Resolves when no function is Pending, no update in progress. */
  async settled(): Promise<void> {
    await this.#platform.settled();
  }

  layerArn(name: string, version: number): string {
    return `arn:aws:lambda:us-east-1:${this.account}:layer:${name}:${version}`;
  }

  async latest(name: string): Promise<FunctionConfiguration> {
    return this.client.getFunctionConfiguration({ FunctionName: name });
  }
}

export type LambdaCommand = Command<LambdaModel, RealLambda>;

export function lambdaCommand<Arguments>(
  name: string,
  args: fc.Arbitrary<Arguments>,
  run: (model: LambdaModel, real: RealLambda, args: Arguments) => Promise<void>,
): fc.Arbitrary<LambdaCommand> {
  return command(name, args, run);
}

/** The first is asked for most. */
export const functionName = fc.constantFrom('first', 'first', 'first', 'second');
export const program = fc.nat(PROGRAMS.length - 1);
export const description = fc.constantFrom('', 'one', 'two');
export const aliasName = fc.constantFrom('live', 'live', 'live', 'next');
export const layerName = fc.constantFrom('common', 'extra');

/** Some version of a function: by its place among those published, `$LATEST`, or one that is not there. */
export const versionChoice = fc.constantFrom<VersionChoice>(
  '$LATEST',
  'newest',
  'newest',
  'oldest',
  'oldest',
  'missing',
);
export type VersionChoice = '$LATEST' | 'newest' | 'oldest' | 'missing';

const MISSING = '999';

export function chosenVersion(model: FunctionModel | undefined, choice: VersionChoice): string {
  const numbers = [...(model?.versions.keys() ?? [])];
  switch (choice) {
    case '$LATEST':
      return '$LATEST';
    case 'newest':
      return String(numbers.at(-1) ?? MISSING);
    case 'oldest':
      return String(numbers[0] ?? MISSING);
    case 'missing':
      return MISSING;
  }
}

/** Which revision an update says it saw. */
export const revisionChoice = fc.constantFrom<RevisionChoice>('none', 'none', 'current', 'stale');
export type RevisionChoice = 'none' | 'current' | 'stale';

/** A stale one is an earlier one of the function's own where it had any. */
export async function chosenRevision(
  model: FunctionModel | undefined,
  real: RealLambda,
  name: string,
  choice: RevisionChoice,
): Promise<string | undefined> {
  if (choice === 'none' || !model) return undefined;
  const { RevisionId } = await real.latest(name);
  if (choice === 'current') return RevisionId;
  return [...model.revisions].find((revision) => revision !== RevisionId) ?? '00000000-0000-4000-8000-000000000000';
}
