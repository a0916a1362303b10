import assert from 'node:assert/strict';
import type { FunctionConfiguration } from '@aws-sdk/client-lambda';
import * as fc from 'fast-check';
import { agree } from '../../agree.ts';
import type { FunctionModel, LambdaModel } from '../lambda-model.ts';
import { functionName, lambdaCommand, type RealLambda, SHA256 } from '../real-lambda.ts';

const pageSize = fc.constantFrom(1, 2, 50);

interface Page {
  readonly items: readonly FunctionConfiguration[];
  readonly next: string | undefined;
}

/** Every page of a listing, each of at most `size`. */
async function allPages(size: number, pageAt: (marker: string | undefined) => Promise<Page>): Promise<string[]> {
  const seen: string[] = [];
  for (let marker: string | undefined, more = true; more;) {
    const { items, next } = await pageAt(marker);
    assert.ok(items.length <= size);
    seen.push(...items.map(({ FunctionName, Version, CodeSha256 }) => `${FunctionName} ${Version} ${CodeSha256}`));
    marker = next;
    more = next !== undefined;
  }
  return seen;
}

function versionLines(name: string, owner: FunctionModel): string[] {
  const numbers = ['$LATEST', ...[...owner.versions.keys()].map(String)];
  return numbers.map((number) => `${name} ${number} ${SHA256[owner.version(number).definition.code]}`);
}

const listVersions = lambdaCommand(
  'listVersionsByFunction',
  fc.record({ name: functionName, size: pageSize }),
  async (model, real, { name, size }) => {
    const both = await agree(
      () => versionLines(name, model.function(name)),
      () =>
        allPages(size, async (Marker) => {
          const page = await real.client.listVersionsByFunction({ FunctionName: name, MaxItems: size, Marker });
          return { items: page.Versions!, next: page.NextMarker };
        }),
    );
    if (both) assert.deepEqual(both.actual, both.expected);
  },
);

const listFunctions = lambdaCommand(
  'listFunctions',
  fc.record({ all: fc.boolean(), size: pageSize }),
  async (model, real, { all, size }) => assertFunctions(model, real, all, size),
);

/** The functions of the account, or every version of them. */
export async function assertFunctions(model: LambdaModel, real: RealLambda, all: boolean, size: number): Promise<void> {
  const seen = await allPages(size, async (Marker) => {
    const page = await real.client.listFunctions({
      ...(all ? { FunctionVersion: 'ALL' } : {}),
      MaxItems: size,
      Marker,
    });
    return { items: page.Functions!, next: page.NextMarker };
  });
  const expected = [...model.functions]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([name, owner]) => (all ? versionLines(name, owner) : versionLines(name, owner).slice(0, 1)));
  assert.deepEqual(seen, expected);
}

export const listingCommands = [listVersions, listFunctions];
