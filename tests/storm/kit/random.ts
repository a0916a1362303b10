/** Numbers from a seed (mulberry32, Tommy Ettinger): the same seed gives the same storm, as far as the machine allows. */
export class Random {
  readonly seed: number;
  #state: number;

  constructor(seed: number) {
    this.seed = seed >>> 0;
    this.#state = this.seed;
  }

  /** 0 up to, not with, 1. */
  next(): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let mixed = this.#state;
    mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  }

  /** A whole number from `low` to `high`, both included. */
  between(low: number, high: number): number {
    return low + Math.floor(this.next() * (high - low + 1));
  }

  pick<Item>(items: readonly Item[]): Item {
    const item = items[Math.floor(this.next() * items.length)];
    if (item === undefined) throw new Error('nothing to pick from');
    return item;
  }

  chance(probability: number): boolean {
    return this.next() < probability;
  }

  bytes(length: number): Uint8Array {
    const words = new Uint32Array(Math.ceil(length / 4));
    for (let at = 0; at < words.length; at++) words[at] = Math.floor(this.next() * 2 ** 32);
    return new Uint8Array(words.buffer, 0, length);
  }

  /** A generator of its own for a lane: what one lane draws does not depend on how fast the others are. */
  fork(label: string): Random {
    let seed = this.seed ^ 0x9e3779b9;
    for (const character of label) seed = Math.imul(seed ^ character.charCodeAt(0), 0x01000193);
    return new Random(seed);
  }
}
