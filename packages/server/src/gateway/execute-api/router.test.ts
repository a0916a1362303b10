import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { MethodNode, ResourceNode } from '../../services/apigateway/rules/api.ts';
import { Router } from './router.ts';

function router(...routes: readonly string[]): Router {
  const resources = new Map<string, ResourceNode>();
  for (const route of routes) {
    const [httpMethod = '', path = ''] = route.split(' ');
    const resource = resources.get(path) ?? { id: path, path, methods: {} };
    const method: MethodNode = { httpMethod, authorizationType: 'NONE', apiKeyRequired: false, methodResponses: {} };
    resources.set(path, { ...resource, methods: { ...resource.methods, [httpMethod]: method } });
  }
  return new Router([...resources.values()]);
}

function matched(subject: Router, method: string, path: string) {
  const route = subject.match(method, path);
  return route && [route.method.httpMethod, route.resource.path, { ...route.pathParameters }];
}

const api = router(
  'GET /',
  'GET /users',
  'POST /users',
  'GET /users/{id}',
  'GET /users/me',
  'ANY /users/{id}/{proxy+}',
  'ANY /files/{proxy+}',
  'GET /files/{proxy+}',
  'GET /a/{x}/c',
  'GET /{page}',
);

test('a literal segment wins over a variable, and a variable over a greedy one', () => {
  assert.deepEqual(matched(api, 'GET', '/users/me'), ['GET', '/users/me', {}]);
  assert.deepEqual(matched(api, 'GET', '/users/42'), ['GET', '/users/{id}', { id: '42' }]);
  assert.deepEqual(matched(api, 'GET', '/users/42/x/y'), ['ANY', '/users/{id}/{proxy+}', { id: '42', proxy: 'x/y' }]);
  assert.deepEqual(matched(api, 'GET', '/users'), ['GET', '/users', {}]);
  assert.deepEqual(matched(api, 'GET', '/about'), ['GET', '/{page}', { page: 'about' }]);
});

test('an exact method wins over ANY, and a resource without the method answers for no other', () => {
  assert.deepEqual(matched(api, 'GET', '/files/a'), ['GET', '/files/{proxy+}', { proxy: 'a' }]);
  assert.deepEqual(matched(api, 'PUT', '/files/a'), ['ANY', '/files/{proxy+}', { proxy: 'a' }]);
  assert.equal(matched(api, 'DELETE', '/users'), null);
});

test('a greedy variable takes at least one segment', () => {
  assert.equal(matched(api, 'POST', '/files'), null);
  assert.equal(matched(router('GET /{proxy+}'), 'GET', '/'), null);
});

test('a trailing slash makes no difference, and is not part of the greedy variable', () => {
  assert.deepEqual(matched(api, 'GET', '/users/'), ['GET', '/users', {}]);
  assert.deepEqual(matched(api, 'GET', '/files/a/b/'), ['GET', '/files/{proxy+}', { proxy: 'a/b' }]);
  assert.deepEqual(matched(api, 'GET', '/'), ['GET', '/', {}]);
});

test('variables are not decoded, literals match encoded or not', () => {
  assert.deepEqual(matched(api, 'GET', '/users/a%20b'), ['GET', '/users/{id}', { id: 'a%20b' }]);
  assert.deepEqual(matched(api, 'GET', '/%75sers'), ['GET', '/users', {}]);
});

test('a path that ends in a dead branch falls back to the wider one', () => {
  assert.deepEqual(matched(router('GET /a/b/c', 'GET /{proxy+}'), 'GET', '/a/b/d'), [
    'GET',
    '/{proxy+}',
    { proxy: 'a/b/d' },
  ]);
  assert.equal(matched(api, 'GET', '/a/1/d'), null);
});
