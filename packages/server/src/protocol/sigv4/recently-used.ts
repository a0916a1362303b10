/** Keeps the values that were used last, up to `capacity`. */
export class RecentlyUsed<Value> {
  readonly #capacity: number;
  readonly #values = new Map<string, Value>();

  constructor(capacity: number) {
    this.#capacity = capacity;
  }

  get(name: string, make: () => Value): Value {
    const value = this.#values.get(name) ?? make();
    this.#values.delete(name);
    this.#values.set(name, value);
    if (this.#values.size > this.#capacity) this.#values.delete(this.#values.keys().next().value!);
    return value;
  }
}
