import assert from 'node:assert/strict';
import { describe, it, type TestContext } from 'node:test';
import { NOBODY, type RuntimeLink, type RuntimeListener } from '../link/runtime-link.ts';
import { ExtendedLink } from './extended-link.ts';
import { Extensions } from './extensions.ts';

const LIMIT_MS = 1000;

/** A runtime that says what the test lets it say, with an extension beside it, in an invocation that has just started. */
function invoked(t: TestContext) {
  t.mock.timers.enable({ apis: ['setTimeout', 'Date'] });
  const extensions = new Extensions(['agent']);
  const agent = extensions.named('agent')!;
  agent.move('Registered');
  agent.events = ['INVOKE'];
  const asksAgain = () => {
    agent.wait(() => {});
    extensions.changed();
  };
  const heard: string[] = [];
  const environment: RuntimeListener = {
    ...NOBODY,
    initialized: () => heard.push('initialized'),
    responded: () => heard.push('responded'),
    idle: () => heard.push('idle'),
    faulted: (faultOf) => heard.push(faultOf('').errorType),
  };
  let runtime = NOBODY;
  const connect = (gate: RuntimeListener) => {
    runtime = gate;
    return SILENT;
  };
  const link = new ExtendedLink(environment, connect, extensions, environment);
  runtime.initialized();
  asksAgain();
  link.invoke({ requestId: '1', deadlineMs: Date.now() + LIMIT_MS, invokedFunctionArn: '' }, Buffer.alloc(0));
  const answers = () => {
    runtime.responded(Buffer.alloc(0), '');
    runtime.idle();
  };
  return { heard, link, answers, asksAgain };
}

const SILENT: RuntimeLink = {
  listener: NOBODY,
  closed: new Promise(() => {}),
  init: () => {},
  load: () => {},
  invoke: () => {},
  pause: () => {},
  resume: () => {},
  close: () => {},
};

describe('a runtime with an extension that does not ask for its next event', () => {
  it('is not free, and has failed when the time of the invocation is over', (t) => {
    const { heard, answers } = invoked(t);
    answers();
    t.mock.timers.tick(LIMIT_MS - 1);
    assert.deepEqual(heard, ['initialized', 'responded']);
    t.mock.timers.tick(1);
    assert.deepEqual(heard, ['initialized', 'responded', 'Sandbox.Timedout']);
  });

  it('has failed when it answers just after that, for an environment that lets it', (t) => {
    const { heard, answers } = invoked(t);
    t.mock.timers.tick(LIMIT_MS);
    assert.deepEqual(heard, ['initialized']);
    answers();
    assert.deepEqual(heard, ['initialized', 'responded', 'Sandbox.Timedout']);
  });

  it('is free when it asks after all, and the next invocation has a time of its own', (t) => {
    const { heard, link, answers, asksAgain } = invoked(t);
    t.mock.timers.tick(LIMIT_MS);
    asksAgain();
    answers();
    link.invoke({ requestId: '2', deadlineMs: Date.now() + LIMIT_MS, invokedFunctionArn: '' }, Buffer.alloc(0));
    answers();
    assert.deepEqual(heard, ['initialized', 'responded', 'idle', 'responded']);
  });
});
