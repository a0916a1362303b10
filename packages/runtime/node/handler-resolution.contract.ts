import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import { type Files } from '../test-support/function-fixture.ts';
import type { NodeCase } from './node-case.ts';
import { FrameType } from './src/frames.ts';
import { HANDLERS } from './test-functions.ts';

export function describeHandlerResolution(node: NodeCase): void {
  describe('handler resolution', () => {
    it('follows a nested export path from the first dot', () =>
      node.withHandler('index.nested.deep.handler', async (runtime) => {
        assert.equal((await runtime.invoke({})).body.toString(), '"nested"');
      }));

    for (const [title, handler, files] of [
      ['nested folders', 'src/app/main.handler', { 'src/app/main.js': 'exports.handler = async () => "ok";' }],
      [
        '.mjs with top-level await',
        'index.handler',
        { 'index.mjs': 'const ok = await Promise.resolve("ok"); export const handler = async () => ok;' },
      ],
      [
        '.js in a module package',
        'src/a.handler',
        { 'package.json': '{"type":"module"}', 'src/a.js': 'import "fs"; export const handler = async () => "ok";' },
      ],
      [
        '.cjs in a module package',
        'a.handler',
        { 'package.json': '{"type":"module"}', 'a.cjs': 'exports.handler = async () => "ok";' },
      ],
      ['a folder beside the file', 'app.handler', { 'app/x.txt': '', 'app.js': 'exports.handler = async () => "ok";' }],
      [
        'a package in node_modules',
        'pkg.handler',
        { 'node_modules/pkg/index.js': 'exports.handler = async () => "ok";' },
      ],
    ] as [string, string, Files][]) {
      it(`finds ${title}`, () =>
        node.withHandler(
          handler,
          async (runtime, init) => {
            assert.equal(init.type, FrameType.initDone, init.body.toString());
            assert.equal((await runtime.invoke({})).body.toString(), '"ok"');
          },
          files,
        ));
    }

    it('finds modules of layers through NODE_PATH', async () => {
      await using fixture = await node.create({
        'index.js': HANDLERS,
        '../opt/nodejs/node_modules/from-layer/index.js': 'module.exports = "layer";',
      });
      const runtime = await fixture.boot();
      await runtime.init(
        fixture.message('index.layered', { env: { NODE_PATH: `${fixture.layerRoot}/nodejs/node_modules` } }),
      );
      assert.equal((await runtime.invoke({})).body.toString(), '"layer"');
    });

    it('finds packages of layers from ES modules, too', async () => {
      await using fixture = await node.create({
        'index.mjs': "import layer from 'from-layer'; export const handler = async () => layer;",
        '../opt/nodejs/node_modules/from-layer/package.json': '{"type":"module","exports":"./main.js"}',
        '../opt/nodejs/node_modules/from-layer/main.js': 'export default "layer";',
      });
      const runtime = await fixture.boot();
      const NODE_PATH = `/nowhere/node_modules:${fixture.layerRoot}/nodejs/node_modules`;
      const init = await runtime.init(fixture.message('index.handler', { env: { NODE_PATH } }));
      assert.equal(init.body.toString(), '');
      assert.equal((await runtime.invoke({})).body.toString(), '"layer"');
    });

    for (const [title, handler, errorType, message, files] of [
      [
        'an export that is missing',
        'index.missing',
        'Runtime.HandlerNotFound',
        /^index\.missing is undefined or not exported$/,
        { 'index.js': '' },
      ],
      [
        'an export that is no function',
        'index.notAFunction',
        'Runtime.HandlerNotFound',
        /^index\.notAFunction is not a function$/,
        { 'index.js': HANDLERS },
      ],
      ['a name without a dot', 'index', 'Runtime.MalformedHandlerName', /^Bad handler$/, {}],
      [
        'a name that climbs',
        '../index.handler',
        'Runtime.MalformedHandlerName',
        /^'\.\.\/index\.handler' is not a valid handler name\. Use absolute/,
        {},
      ],
      [
        'a missing file',
        'nope.handler',
        'Runtime.ImportModuleError',
        /^Error: Cannot find module 'nope'\nRequire stack:\n- \/var\/runtime\/index\.mjs$/,
        {},
      ],
      [
        'a missing dependency',
        'index.handler',
        'Runtime.ImportModuleError',
        /^Error: Cannot find module 'left-pad'\nRequire stack:\n- .*\/task\/index\.js\n- \/var\/runtime\/index\.mjs/,
        { 'index.js': 'require("left-pad")' },
      ],
      [
        'an error while loading',
        'index.handler',
        'RangeError',
        /^at load$/,
        { 'index.js': 'throw new RangeError("at load")' },
      ],
      [
        'an error in an ES module',
        'index.handler',
        'RangeError',
        /^at load$/,
        { 'index.mjs': 'throw new RangeError("at load")' },
      ],
    ] as [string, string, string, RegExp, Files][]) {
      it(`refuses ${title} and ends`, () =>
        node.withHandler(
          handler,
          async (runtime, init) => {
            assert.equal(init.type, FrameType.initError);
            const error = JSON.parse(init.body.toString());
            assert.equal(error.errorType, errorType);
            assert.match(error.errorMessage, message);
            assert.equal((await runtime.exited).code, 1);
            assert.match(init.logs.at(-1)!.text, /\tundefined\tERROR\tUncaught Exception \t\{"errorType":/);
          },
          files,
        ));
    }
  });
}
