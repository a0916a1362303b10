import assert from 'node:assert/strict';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, it } from 'node:test';

import { builtRuntime } from '../test-support/built-runtime.ts';
import { FunctionFixture } from '../test-support/function-fixture.ts';

const start = builtRuntime();
const FILES = {
  'index.js': `#!/usr/bin/env node
const { double } = require('./lib/double');
exports.handler = async event => ({ double: double(event.n), file: __filename, main: require.main === module, resolved: require.resolve('./lib/double') });`,
  'lib/double.js': 'exports.double = n => n * 2;',
};

for (const major of [18, 20, 22, 24]) {
  describe(`the compile cache on Node.js ${major}`, () => {
    it('is written after the first invocation and serves the next process', async () => {
      await using fixture = await FunctionFixture.create(await start(`nodejs${major}.x`), FILES);
      const compileCache = join(fixture.root, 'cache');
      const message = fixture.message('index.handler', { compileCache });
      const expected = {
        double: 8,
        file: join(fixture.taskRoot, 'index.js'),
        main: false,
        resolved: join(fixture.taskRoot, 'lib/double.js'),
      };
      for (let round = 0; round < 2; round++) {
        const runtime = await fixture.boot();
        await runtime.init(message);
        for (let count = 0; count < 2; count++) {
          assert.deepEqual(JSON.parse((await runtime.invoke({ n: 4 })).body.toString()), expected);
        }
        await runtime.stop();
        const written = await readdir(compileCache, { recursive: true });
        assert.ok(written.length > 0);
        assert.ok(!written.some((name) => name.includes('.tmp')));
      }
    });
  });
}
