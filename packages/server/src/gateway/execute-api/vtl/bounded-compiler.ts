type Velocity = typeof import('velocityjs');
export type Parsed = ReturnType<Velocity['parse']>;

/** AWS allows 1,000 iterations of a loop; a template that renders this many parts has lost its way. */
const MAX_PARTS = 100_000;

interface ArrayLiteral {
  readonly isRange?: boolean;
  readonly value: readonly unknown[];
}

interface Literals {
  getArray(literal: ArrayLiteral): unknown[];
}

/** velocityjs's compiler, which cannot be kept busy for ever: templates run in the platform's process. */
export function boundedCompiler({ Compile }: Velocity, parse: (template: string) => Parsed) {
  return class BoundedCompile extends Compile {
    #parts = 0;

    override renderAstList(parsed?: Parsed, contextId?: string): string {
      this.#parts += (parsed ?? this.asts).length;
      if (this.#parts > MAX_PARTS) throw new Error(`the template renders more than ${MAX_PARTS} parts`);
      return super.renderAstList(parsed, contextId);
    }

    /** Texts in double quotes are templates of their own. */
    override evalStr(text: string): string {
      return this.renderAstList(parse(text), this.contextId);
    }

    getArray(literal: ArrayLiteral): unknown[] {
      if (literal.isRange) this.#checkRange(literal.value);
      return (Compile.prototype as unknown as Literals).getArray.call(this, literal);
    }

    #checkRange(ends: readonly unknown[]): void {
      const [from = 0, to = 0] = ends.map((end) =>
        Number(typeof end === 'object' ? this.getReferences(end as Parsed[number]) : end),
      );
      if (Math.abs(to - from) > MAX_PARTS) throw new Error(`the range has more than ${MAX_PARTS} numbers`);
    }
  };
}
