import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { test } from 'node:test';
import { tellInstallations } from './tell-installations.ts';

test('what the platform installs is told once, whatever it answers in between', async (t) => {
  const answers = [
    '{"installing":["one"]}',
    '{"installing":["one","two"]}',
    'no JSON',
    '{}',
    '{"installing":["three"]}',
  ];
  const server = createServer((_, response) => response.end(answers.shift() ?? '{}')).listen(0, '127.0.0.1');
  t.after(() => server.close());
  await once(server, 'listening');
  const told: string[] = [];
  const last = Promise.withResolvers<void>();
  const { port } = server.address() as AddressInfo;
  using _ = tellInstallations(
    `http://127.0.0.1:${port}`,
    (sentence) => {
      told.push(sentence);
      if (sentence === 'three') last.resolve();
    },
    5,
  );
  await last.promise;
  assert.deepEqual(told, ['one', 'two', 'three']);
});
