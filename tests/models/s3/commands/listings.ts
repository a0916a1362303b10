import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { agree } from '../../agree.ts';
import { often } from '../../model-run.ts';
import { objectsOf, rolledUp, versionsOf } from '../listing-model.ts';
import type { S3Model, Version } from '../s3-model.ts';
import { bucketNumber, type RealS3, s3Command } from '../real-s3.ts';

interface Query {
  readonly number: number;
  readonly prefix: string;
  readonly delimiter: string;
  readonly max: number;
}

const query: fc.Arbitrary<Query> = fc.record({
  number: bucketNumber,
  prefix: fc.constantFrom('', '', 'a', 'a/', 'é/', 'none'),
  delimiter: fc.constantFrom('', '', '/', '//'),
  max: fc.constantFrom(1, 2, 3, 1000),
});

/** What a page shows, each kind in a list of its own, as the client gives it. */
interface Page<Next> {
  readonly lists: readonly (readonly string[])[];
  readonly isTruncated: boolean | undefined;
  readonly next: Next | undefined;
}

/** All pages together are what is expected; each but the last is full. */
async function assertPages<Next>(
  expected: Page<Next>['lists'],
  max: number,
  pageAt: (next: Next | undefined) => Promise<Page<Next>>,
): Promise<void> {
  const seen: string[][] = expected.map(() => []);
  for (let next: Next | undefined, more = true; more;) {
    const page = await pageAt(next);
    for (const [index, list] of page.lists.entries()) seen[index]!.push(...list);
    more = page.isTruncated ?? false;
    next = page.next;
    const count = page.lists.flat().length;
    assert.ok(more ? count === max : count <= max, `a page of ${count}, where ${max} are asked for`);
  }
  assert.deepEqual(seen, expected);
}

const listObjectsV2 = s3Command(
  'listObjectsV2',
  fc.record({ query, StartAfter: fc.constantFrom(undefined, undefined, 'a0', '｡') }),
  async (model, real, { query: { number, prefix, delimiter, max }, StartAfter }) => {
    const asked = { Bucket: real.bucket(number), Prefix: prefix, Delimiter: delimiter, MaxKeys: max, StartAfter };
    const both = await agree(
      () => objectsOf(model.bucket(number)).filter(({ key }) => !StartAfter || isBehind(key, StartAfter)),
      () => real.client.listObjectsV2(asked),
    );
    if (!both) return;
    const { rows, prefixes } = rolledUp(both.expected, { prefix, delimiter });
    await assertPages<string>([rows.map(objectLine), prefixes], max, async (next) => {
      const page = await real.client.listObjectsV2({ ...asked, ContinuationToken: next });
      return { ...objectsPage(page), next: page.NextContinuationToken };
    });
  },
);

const listObjects = s3Command('listObjects', query, async (model, real, { number, prefix, delimiter, max }) => {
  const asked = { Bucket: real.bucket(number), Prefix: prefix, Delimiter: delimiter, MaxKeys: max };
  const both = await agree(
    () => rolledUp(objectsOf(model.bucket(number)), { prefix, delimiter }),
    () => real.client.listObjects(asked),
  );
  if (!both) return;
  const { rows, prefixes } = both.expected;
  await assertPages<string>([rows.map(objectLine), prefixes], max, async (next) => {
    const page = await real.client.listObjects({ ...asked, Marker: next });
    // NextMarker comes only with a delimiter (S3 API reference, ListObjects).
    return { ...objectsPage(page), next: page.NextMarker ?? page.Contents?.at(-1)?.Key };
  });
});

interface VersionsMarker {
  readonly KeyMarker: string | undefined;
  readonly VersionIdMarker: string | undefined;
}

const listVersions = s3Command('listObjectVersions', query, assertVersions);

/** Versions and markers, and which is the latest of its key, page by page. */
export async function assertVersions(
  model: S3Model,
  real: RealS3,
  { number, prefix, delimiter, max }: Query,
): Promise<void> {
  const asked = { Bucket: real.bucket(number), Prefix: prefix, Delimiter: delimiter, MaxKeys: max };
  const both = await agree(
    () => rolledUp(versionsOf(model.bucket(number)), { prefix, delimiter }),
    () => real.client.listObjectVersions(asked),
  );
  if (!both) return;
  const { rows, prefixes } = both.expected;
  const line = (version: Version) =>
    `${version.key} ${version.id} ${version === model.bucket(number).newest(version.key)} ${version.etag}`;
  const versions = rows.filter(({ body }) => body).map(line);
  const markers = rows.filter(({ body }) => !body).map(line);
  await assertPages<VersionsMarker>([versions, markers, prefixes], max, async (next) => {
    const page = await real.client.listObjectVersions({ ...asked, ...next });
    const { Versions = [], DeleteMarkers = [], NextKeyMarker, NextVersionIdMarker } = page;
    return {
      lists: [Versions.map(versionLine), DeleteMarkers.map(versionLine), prefixesOf(page)],
      isTruncated: page.IsTruncated,
      next: { KeyMarker: NextKeyMarker, VersionIdMarker: NextVersionIdMarker },
    };
  });
}

function isBehind(key: string, other: string): boolean {
  return Buffer.compare(Buffer.from(key), Buffer.from(other)) > 0;
}

function objectLine({ key, etag, body }: Version): string {
  return `${key} ${etag} ${body!.length}`;
}

interface Row {
  readonly Key?: string | undefined;
  readonly ETag?: string | undefined;
  readonly VersionId?: string | undefined;
  readonly IsLatest?: boolean | undefined;
}

function versionLine({ Key, VersionId, IsLatest, ETag = '' }: Row): string {
  return `${Key} ${VersionId} ${IsLatest} ${ETag}`;
}

interface Prefixed {
  readonly CommonPrefixes?: { readonly Prefix?: string | undefined }[] | undefined;
}

function prefixesOf({ CommonPrefixes = [] }: Prefixed): string[] {
  return CommonPrefixes.map(({ Prefix }) => Prefix!);
}

interface ObjectsPage extends Prefixed {
  readonly Contents?: (Row & { readonly Size?: number | undefined })[] | undefined;
  readonly IsTruncated?: boolean | undefined;
}

function objectsPage({ Contents = [], IsTruncated, ...page }: ObjectsPage) {
  return {
    lists: [Contents.map(({ Key, ETag, Size }) => `${Key} ${ETag} ${Size}`), prefixesOf(page)],
    isTruncated: IsTruncated,
  };
}

export const listingCommands = [...often(3, listObjectsV2), ...often(2, listObjects), ...often(2, listVersions)];
