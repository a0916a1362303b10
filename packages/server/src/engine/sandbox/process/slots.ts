/** The smallest free numbers: user ids of sandboxes stay in a small range. */
export class Slots {
  readonly #free: number[] = [];
  #next = 0;

  take(): number {
    return this.#free.pop() ?? this.#next++;
  }

  free(slot: number): void {
    this.#free.push(slot);
  }
}
