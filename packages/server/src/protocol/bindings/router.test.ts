import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { STORE } from '../contract/store.fixture.ts';
import { requestOf } from '../fixtures.ts';
import { readModel } from '../model-files.ts';
import { compileRouter } from './router.ts';

describe('the router', () => {
  const store = compileRouter(STORE);
  const found = (method: string, path: string, query = '', headers = {}) =>
    store(requestOf({ method, path, query, headers }))?.operation;

  test('tells operations on one path apart by their required query and header members', () => {
    assert.equal(found('PUT', '/shelf/a/b'), 'PutThing');
    assert.equal(found('PUT', '/shelf/a/b', 'partNumber=1&uploadId=x'), 'PutThingPart');
    assert.equal(found('PUT', '/shelf/a/b', '', { 'x-copy-source': '/x/y' }), 'CopyThing');
    assert.equal(found('PUT', '/shelf/a/b', 'partNumber=1'), 'PutThing');
  });

  test('prefers the template that demands more of the query, and never demands x-id', () => {
    assert.equal(found('GET', '/shelf/a'), 'GetThing');
    assert.equal(found('GET', '/shelf/a', 'x-id=GetThing'), 'GetThing');
    assert.equal(found('GET', '/shelf/a', 'tags'), 'GetThingTags');
    assert.equal(found('GET', '/shelf/a', 'tags='), 'GetThingTags');
    assert.equal(found('POST', '/shelf', 'describe&version=2'), 'DescribeShelf');
    assert.equal(found('POST', '/shelf', 'describe&version=1'), undefined);
  });

  test('keeps greedy labels as they came, slashes and all', () => {
    assert.deepEqual(store(requestOf({ method: 'GET', path: '/shelf/a/b%2Fc/' }))?.labels, {
      Shelf: 'shelf',
      Key: 'a/b%2Fc/',
    });
  });

  test('finds every Lambda operation by its own path, with or without a trailing slash', () => {
    const model = readModel('lambda');
    const lambda = compileRouter(model);
    for (const [operation, { http }] of Object.entries(model.operations)) {
      const [template, query = ''] = http![1].split('?');
      const path = template!.replaceAll(/\{.+?\}/g, 'arn%3Aaws%3Alambda');
      assert.equal(lambda(requestOf({ method: http![0], path, query }))?.operation, operation);
      assert.equal(lambda(requestOf({ method: http![0], path: `${path}/`, query }))?.operation, operation);
    }
  });

  test('a missing required parameter does not hide the operation', () => {
    const lambda = compileRouter(readModel('lambda'));
    assert.equal(lambda(requestOf({ method: 'DELETE', path: '/2017-03-31/tags/arn' }))?.operation, 'UntagResource');
  });
});
