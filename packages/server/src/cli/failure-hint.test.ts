import assert from 'node:assert/strict';
import { test } from 'node:test';
import { failureHint } from './failure-hint.ts';

const killed = { errorType: 'Runtime.ExitError', errorMessage: 'Runtime exited with error: signal: killed' };
const syntaxError = (...trace: readonly string[]) => ({ errorType: 'Runtime.UserCodeSyntaxError', trace });

test('a function that ended out of memory is told to have more, in both log formats', () => {
  const text = 'REPORT RequestId: 1\tDuration: 9.00 ms\tMemory Size: 128 MB\tMax Memory Used: 128 MB\tStatus: error';
  const json = `{"type":"platform.report","record":{"metrics":{"memorySizeMB":128},"status":"error"`;
  const hint = 'it used all of its 128 MB: raise MemorySize';
  assert.equal(failureHint(killed, `END\n${text}\tError Type: Runtime.OutOfMemory\n`), hint);
  assert.equal(failureHint(killed, `${json},"errorType":"Runtime.OutOfMemory"}}\n`), hint);
  assert.equal(failureHint(killed, `${text}\tError Type: Runtime.ExitError\n`), null);
});

test('a syntax error without a place is told how to find it', () => {
  const frame = '    at compileSourceTextModule (node:internal/modules/esm/utils:344:16)';
  assert.match(failureHint(syntaxError("SyntaxError: Unexpected token ';'", frame), '') ?? '', /node --check FILE/);
  assert.equal(failureHint(syntaxError('/var/task/index.js:2', 'const broken = ;'), ''), null);
  assert.equal(
    failureHint(syntaxError('file:///var/task/index.mjs:1', 'import { none } from "./part.mjs";'), ''),
    null,
  );
  assert.equal(failureHint({ errorType: 'Runtime.UserCodeSyntaxError', stackTrace: [] }, ''), null, "Python's");
  for (const answer of [null, 'text', 1]) assert.equal(failureHint(answer, ''), null);
});
