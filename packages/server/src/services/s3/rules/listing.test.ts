import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { type From, type Keyed, listPage } from './listing.ts';

describe('listing', () => {
  const rowsOf = (...keys: string[]): Keyed[] => keys.map((key) => ({ key: Buffer.from(key) }));
  const source = (rows: Keyed[], after: string) => (from: From<Keyed>, limit: number) => {
    const behind = from.kind === 'behind' ? from.row.key : Buffer.from(after);
    const found = rows.filter(
      ({ key }) => Buffer.compare(key, behind) > 0 && (from.kind !== 'key' || Buffer.compare(key, from.key) >= 0),
    );
    return Promise.resolve(found.slice(0, limit));
  };
  const list = async (rows: Keyed[], { prefix = '', delimiter = '', after = '', max = 1000 }) => {
    const query = {
      prefix: Buffer.from(prefix),
      delimiter: Buffer.from(delimiter),
      after: after ? Buffer.from(after) : null,
      max,
    };
    const { commonPrefixes, rows: found, isTruncated } = await listPage(query, source(rows, after));
    const texts = (all: readonly Uint8Array[]) => all.map((bytes) => Buffer.from(bytes).toString());
    return { keys: texts(found.map(({ key }) => key)), prefixes: texts(commonPrefixes), isTruncated };
  };

  test('keys below a delimiter become one prefix, however many there are', async () => {
    const rows = rowsOf('a', ...Array.from({ length: 50 }, (_, i) => `d/${String(i).padStart(2, '0')}`), 'e');
    assert.deepEqual(await list(rows, { delimiter: '/', max: 3 }), {
      keys: ['a', 'e'],
      prefixes: ['d/'],
      isTruncated: false,
    });
    assert.deepEqual(await list(rows, { delimiter: '/', max: 2 }), {
      keys: ['a'],
      prefixes: ['d/'],
      isTruncated: true,
    });
    assert.deepEqual(await list(rows, { delimiter: '/', after: 'd/', max: 2 }), {
      keys: ['e'],
      prefixes: [],
      isTruncated: false,
    });
    assert.deepEqual(await list(rows, { delimiter: '/', after: 'd/17', max: 2 }), {
      keys: ['e'],
      prefixes: [],
      isTruncated: false,
    });
  });

  test('delimiters may have several bytes, and begin behind the prefix', async () => {
    assert.deepEqual(await list(rowsOf('a--b', 'a--c', 'a-d'), { delimiter: '--' }), {
      keys: ['a-d'],
      prefixes: ['a--'],
      isTruncated: false,
    });
    assert.deepEqual(await list(rowsOf('x/', 'x/y', 'x/z/1'), { delimiter: '/', prefix: 'x/' }), {
      keys: ['x/', 'x/y'],
      prefixes: ['x/z/'],
      isTruncated: false,
    });
  });
});
