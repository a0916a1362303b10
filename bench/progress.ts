export interface Output {
  write(text: string): unknown;
  readonly isTTY?: boolean;
}

/** What a person sees while the bench runs: finished lines always, the state of the moment on a terminal only. */
export class Progress {
  readonly #out: Output;

  constructor(out: Output) {
    this.#out = out;
  }

  line(text: string): void {
    this.#out.write(`${this.#erase()}${text}\n`);
  }

  /** A piece of work that takes a while: where there is no terminal its beginning is told, not its state. */
  begin(text: string): void {
    if (this.#out.isTTY) this.now(text);
    else this.line(`  … ${text}`);
  }

  now(text: string): void {
    if (this.#out.isTTY) this.#out.write(`${this.#erase()}  … ${text}`);
  }

  #erase(): string {
    return this.#out.isTTY ? '\r\u001B[2K' : '';
  }
}
