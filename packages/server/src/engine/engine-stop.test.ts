import assert from 'node:assert/strict';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import type { FunctionSpec } from './engine.ts';
import { probeHost } from './sandbox/process/host.ts';
import { type EngineFixture, startEngine } from './testing/engine-fixture.ts';

const { capabilities } = await probeHost();
const namespaces = { skip: capabilities.strategy === 'plain' ? 'this host has no namespaces' : false };
/** So many turns of the event loop after its call a start is stopped: in each of its steps. */
const TURNS = 8;

const turns = async (count: number) => {
  for (let turn = 0; turn < count; turn++) await new Promise((resolve) => setImmediate(resolve));
};

/** What would keep the platform's process from ending; what was closed in this turn is gone in the next. */
const left = async () => {
  await turns(2);
  return process.getActiveResourcesInfo().filter((name) => name === 'ProcessWrap' || name === 'TCPServerWrap');
};

type Define = (fixture: EngineFixture) => Promise<FunctionSpec>;
const KINDS: Readonly<Record<string, Define>> = {
  'of its own': (fixture) => fixture.define('exports.handler = async () => 1'),
  'of the function': defineBootstrap,
};

describe('an engine that stops while a runtime starts', () => {
  for (const [kind, define] of Object.entries(KINDS)) {
    it(`${kind} leaves nothing of it`, () => stopInEachStep(define));
  }
  it('with extensions leaves nothing of it', namespaces, () => stopInEachStep(defineExtended));
});

describe('a runtime that can be given no credentials', () => {
  const wrapped: Define = (fixture) =>
    fixture.define('exports.handler = async () => 1', {
      environment: { AWS_LAMBDA_EXEC_WRAPPER: '/var/task/wrapper' },
    });
  for (const [kind, define] of Object.entries({ ...KINDS, 'that is wrapped': wrapped })) {
    it(`${kind} leaves nothing of it`, () => startWithoutCredentials(define));
  }
  it('with extensions leaves nothing of it', namespaces, () => startWithoutCredentials(defineExtended));
});

describe('a custom runtime whose sandbox cannot be booted', () => {
  it('leaves no listener of its Runtime API', async () => {
    await using fixture = await startEngine();
    const spec = await defineBootstrap(fixture);
    await fixture.engine.prepare(spec);
    await rm(join(fixture.directory, 'run'), { recursive: true });
    const { value } = await fixture.invoke(spec);
    assert.equal((value as { errorType: string }).errorType, 'Sandbox.Failure');
    assert.ok(!(await left()).includes('TCPServerWrap'));
  });
});

function defineBootstrap(fixture: EngineFixture): Promise<FunctionSpec> {
  return fixture.define({ 'bootstrap*': '#!/bin/sh\nsleep 100' }, { runtime: 'provided.al2023' });
}

async function defineExtended(fixture: EngineFixture): Promise<FunctionSpec> {
  const layers = [{ arn: 'l:1', sha256: await fixture.store({ 'extensions/agent*': '#!/bin/sh\nsleep 100' }) }];
  return fixture.define('exports.handler = async () => 1', { layers });
}

async function startWithoutCredentials(define: Define): Promise<void> {
  const credentials = () => {
    throw new Error('no credentials');
  };
  await using fixture = await startEngine({ credentials });
  const { value } = await fixture.invoke(await define(fixture));
  assert.equal((value as { errorType: string }).errorType, 'Sandbox.Failure');
  await fixture.engine.stop(0);
  assert.deepEqual(await left(), []);
}

async function stopInEachStep(define: Define): Promise<void> {
  for (let count = 0; count < TURNS; count++) {
    await using fixture = await startEngine();
    const spec = await define(fixture);
    await fixture.engine.prepare(spec);
    const invoked = fixture.invoke(spec);
    await turns(count);
    await Promise.all([assert.rejects(invoked, /Hearth is stopping/), fixture.engine.stop(0)]);
    assert.deepEqual(await left(), [], `${count} turns after the call`);
  }
}
