import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Extension } from './extension.ts';

describe('an extension', () => {
  const registered = () => {
    const extension = new Extension('agent', true);
    extension.move('Registered');
    extension.events = ['INVOKE', 'SHUTDOWN'];
    return extension;
  };
  const next = (extension: Extension) => {
    const events: unknown[] = [];
    assert.ok(extension.wait((event) => events.push(event)));
    return events;
  };

  it('that waits gets an event at once, and one event for each time it asks', () => {
    const extension = registered();
    const first = next(extension);
    assert.equal(extension.idle, true);
    extension.send('INVOKE', { requestId: '1' });
    assert.deepEqual(first, [{ eventType: 'INVOKE', requestId: '1' }]);
    assert.equal(extension.idle, false);
    assert.deepEqual(next(extension), []);
  });

  it('that is still busy when its environment ends hears of it when it asks again', () => {
    const extension = registered();
    next(extension);
    extension.send('INVOKE', {});
    extension.send('SHUTDOWN', { shutdownReason: 'failure' });
    assert.deepEqual(next(extension), [{ eventType: 'SHUTDOWN', shutdownReason: 'failure' }]);
    assert.equal(extension.state, 'Running');
  });

  it('that has not asked for anything yet when its environment ends hears of it, too', () => {
    const extension = registered();
    extension.send('SHUTDOWN', { shutdownReason: 'timeout' });
    assert.deepEqual(next(extension), [{ eventType: 'SHUTDOWN', shutdownReason: 'timeout' }]);
  });

  it('gets no event that it has not registered for', () => {
    const extension = registered();
    extension.events = ['INVOKE'];
    extension.send('SHUTDOWN', {});
    assert.deepEqual(next(extension), []);
  });
});
