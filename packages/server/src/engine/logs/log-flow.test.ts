import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { FLOW_BYTES, type Inlet, LogFlow, LogSource } from './log-flow.ts';

const LINE_CHARACTERS = 1_000;

class Valve implements Inlet {
  held = false;
  readonly source = new LogSource(() => this);

  hold(): void {
    assert.equal(this.held, false, 'held once');
    this.held = true;
  }

  release(): void {
    assert.equal(this.held, true, 'released once');
    this.held = false;
  }
}

/** A store that answers when the test says so. */
class Store {
  readonly flow = new LogFlow(() => {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#questions.push(resolve);
    return promise;
  });
  #questions: (() => void)[] = [];

  get questions(): number {
    return this.#questions.length;
  }

  async answer(): Promise<void> {
    for (const resolve of this.#questions.splice(0)) resolve();
    await new Promise(setImmediate);
  }

  /** So many characters, in lines. */
  write({ source }: Valve, characters: number): void {
    for (let left = characters; left > 0; left -= LINE_CHARACTERS) this.flow.count(source, LINE_CHARACTERS);
  }
}

describe('the flow of log lines', () => {
  it('asks the store nothing about the lines of ordinary functions', () => {
    const store = new Store();
    const [one, other] = [new Valve(), new Valve()];
    store.write(one, FLOW_BYTES / 32);
    store.write(other, FLOW_BYTES / 32);
    assert.equal(store.questions, 0);
  });

  it('holds who writes more than is stored, and releases it when the store has caught up', async () => {
    const store = new Store();
    const flood = new Valve();
    store.write(flood, FLOW_BYTES / 2);
    assert.deepEqual([store.questions, flood.held], [1, false]);
    store.write(flood, FLOW_BYTES);
    assert.deepEqual([store.questions, flood.held], [1, true]);
    await store.answer();
    assert.deepEqual([store.questions, flood.held], [1, true], 'what came after the question is more than enough');
    await store.answer();
    assert.deepEqual([store.questions, flood.held], [0, false]);
  });

  it('holds only those with more than an equal share', async () => {
    const store = new Store();
    const [flood, modest, late] = [new Valve(), new Valve(), new Valve()];
    store.write(modest, FLOW_BYTES / 100);
    store.write(flood, FLOW_BYTES);
    store.write(modest, FLOW_BYTES / 100);
    store.write(late, FLOW_BYTES / 100);
    assert.deepEqual([flood.held, modest.held, late.held], [true, false, false]);
    await store.answer();
    await store.answer();
    assert.equal(flood.held, false);
  });

  it('releases one that has nothing left, while another keeps the flow full', async () => {
    const store = new Store();
    const [first, second, third] = [new Valve(), new Valve(), new Valve()];
    store.write(first, FLOW_BYTES);
    store.write(second, FLOW_BYTES);
    await store.answer();
    assert.deepEqual([first.held, second.held], [true, true]);
    store.write(third, 2 * FLOW_BYTES);
    await store.answer();
    assert.deepEqual([first.held, second.held, third.held], [false, false, true]);
  });
});
