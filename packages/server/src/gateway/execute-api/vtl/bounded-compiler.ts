type Velocity = typeof import('velocityjs');
export type Parsed = ReturnType<Velocity['parse']>;

/**
 * "Number of iterations in a #foreach ... #end loop in mapping templates: 1000" (API Gateway quotas). The loop ends there,
 * as with Velocity's own `directive.foreach.maxloops`; the template goes on.
 */
const MAX_ITERATIONS = 1000;
/** No loop needs more; Velocity would make a list of all of them. */
const MAX_RANGE = 100_000;

interface ArrayLiteral {
  readonly isRange?: boolean;
  readonly value: readonly unknown[];
}

interface Internals {
  getArray(literal: ArrayLiteral): unknown[];
  /** The variables of each running loop and macro. */
  readonly local: Readonly<Record<string, { readonly foreach?: { readonly index: number } }>>;
}

/** velocityjs's compiler with API Gateway's limits. */
export function boundedCompiler({ Compile }: Velocity, parse: (template: string) => Parsed) {
  return class BoundedCompile extends Compile {
    override renderAstList(parsed?: Parsed, contextId?: string): string {
      if (contextId?.startsWith('foreach:') && this.#iteration(contextId) >= MAX_ITERATIONS) return '';
      return super.renderAstList(parsed, contextId);
    }

    /** Texts in double quotes are templates of their own. */
    override evalStr(text: string): string {
      return this.renderAstList(parse(text), this.contextId);
    }

    getArray(literal: ArrayLiteral): unknown[] {
      if (literal.isRange) this.#checkRange(literal.value);
      return (Compile.prototype as unknown as Internals).getArray.call(this, literal);
    }

    #iteration(contextId: string): number {
      return (this as unknown as Internals).local[contextId]?.foreach?.index ?? 0;
    }

    #checkRange(ends: readonly unknown[]): void {
      const [from = 0, to = 0] = ends.map((end) =>
        Number(typeof end === 'object' ? this.getReferences(end as Parsed[number]) : end),
      );
      if (Math.abs(to - from) > MAX_RANGE) throw new Error(`the range has more than ${MAX_RANGE} numbers`);
    }
  };
}
