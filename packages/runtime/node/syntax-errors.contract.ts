import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import type { ErrorPayload } from './src/errors.ts';
import { FrameType } from './src/frames.ts';
import type { NodeCase } from './node-case.ts';
import type { Files } from '../test-support/function-fixture.ts';
import type { Outcome } from '../test-support/runtime-process.ts';

const BROKEN = 'const fine = 1;\nconst broken = ;\n';

function traceOf(init: Outcome): readonly string[] {
  assert.equal(init.type, FrameType.initError);
  const { errorType, errorMessage, trace } = JSON.parse(init.body.toString()) as Required<ErrorPayload>;
  assert.equal(errorType, 'Runtime.UserCodeSyntaxError');
  assert.ok(trace.includes(errorMessage), trace.join('\n'));
  const [, logged] = /\tUncaught Exception \t(\{.*\})$/.exec(init.logs.at(-1)!.text)!;
  assert.deepEqual((JSON.parse(logged!) as { stack: string[] }).stack, trace);
  return trace;
}

/** The trace, in the answer and in the log, is the stack that Node gives such an error. */
export function describeSyntaxErrors(node: NodeCase): void {
  describe('syntax errors', () => {
    for (const [title, place, line, files] of [
      ['the handler', /\/task\/index\.js:2$/, 'const broken = ;', { 'index.js': BROKEN }],
      [
        'a file that it requires',
        /\/task\/lib\/part\.js:2$/,
        'const broken = ;',
        { 'index.js': 'require("./lib/part");', 'lib/part.js': BROKEN },
      ],
      [
        'an import of what a module has not',
        /\/task\/index\.mjs:1$/,
        'import { none } from "./part.mjs";',
        { 'index.mjs': 'import { none } from "./part.mjs";', 'part.mjs': '' },
      ],
    ] as [string, RegExp, string, Files][]) {
      it(`tells file, line and source of one in ${title}`, () =>
        node.withHandler(
          'index.handler',
          async (_runtime, init) => {
            const trace = traceOf(init);
            assert.match(trace[0]!, place);
            assert.equal(trace[1], line);
            assert.match(trace[2]!, /^ +\^/);
          },
          files,
        ));
    }

    // Node keeps the place of these to itself, on AWS as here.
    it('tells what is wrong in an ES module', () =>
      node.withHandler(
        'index.handler',
        async (_runtime, init) => assert.equal(traceOf(init)[0], "SyntaxError: Unexpected token ';'"),
        { 'index.mjs': BROKEN },
      ));
  });
}
