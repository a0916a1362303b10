import assert from 'node:assert/strict';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { connect } from 'node:net';
import { DatabaseSync } from 'node:sqlite';
import { test } from 'node:test';
import { AwsError } from '../kernel/errors.ts';
import { isOutage } from './outages.ts';

function thrownBy(act: () => unknown): unknown {
  try {
    act();
  } catch (error) {
    return error;
  }
  throw new Error('it threw nothing');
}

test('A full database is an outage, also as the cause of a cause; a broken constraint is none.', () => {
  const database = new DatabaseSync(':memory:');
  database.exec('create table things (id integer primary key, data blob); pragma max_page_count = 3');
  const full = thrownBy(() => database.exec('insert into things values (1, zeroblob(100000))'));
  assert.match(String(full), /database or disk is full/);
  assert.ok(isOutage(full));
  assert.ok(isOutage(new Error('a', { cause: new Error('b', { cause: full }) })));
  database.exec('insert into things values (1, null)');
  assert.equal(isOutage(thrownBy(() => database.exec('insert into things values (1, null)'))), false);
  database.close();
});

test('No space for a file is one; a file that is not there, or a refusal of a service, is none.', () => {
  const noSpace = Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC' });
  assert.ok(isOutage(noSpace));
  assert.equal(isOutage(thrownBy(() => readFileSync('/nowhere/at/all'))), false);
  assert.equal(isOutage(new AwsError('ResourceInUseException', 'it is in use')), false);
  assert.equal(isOutage('text'), false);
});

test('So are a PostgreSQL that is away, behind a socket or a port, and one that is full.', async () => {
  for (const address of [{ path: '/nowhere/.s.PGSQL.5432' }, { host: '127.0.0.1', port: 1 }]) {
    const [error] = (await once(connect(address), 'error')) as [unknown];
    assert.ok(isOutage(error), String(error));
  }
  const full = Object.assign(new Error('could not extend file: No space left on device'), { code: '53100' });
  assert.ok(isOutage(new Error('a unit could not be committed', { cause: full })));
});
