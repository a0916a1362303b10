import { Refusal } from '../agree.ts';

/** What runs: compared by identity, so that an update with the same values is a change, as on AWS. */
export interface Definition {
  readonly code: number;
  readonly description: string;
  readonly environment: string;
  /** ARNs. */
  readonly layers: readonly string[];
}

export interface VersionModel {
  readonly definition: Definition;
  /** What the publication said instead of the definition's description. */
  readonly description: string;
}

export interface AliasModel {
  readonly version: string;
  readonly description: string;
  readonly weights: Readonly<Record<string, number>>;
}

export class FunctionModel {
  latest: Definition;
  /** Published, by number, in their order. */
  readonly versions = new Map<number, VersionModel>();
  readonly aliases = new Map<string, AliasModel>();
  /** Statement ids by qualifier ('' for the function itself), in their order. */
  readonly policies = new Map<string, readonly string[]>();
  /** Every RevisionId that $LATEST has had. */
  readonly revisions = new Set<string>();

  constructor(definition: Definition) {
    this.latest = definition;
  }

  get newest(): number | undefined {
    return [...this.versions.keys()].at(-1);
  }

  has(version: string): boolean {
    return version === '$LATEST' || this.versions.has(Number(version));
  }

  /** What a qualifier means: a version, or the version of an alias. */
  meant(qualifier: string | undefined): string {
    const version = this.aliases.get(qualifier ?? '')?.version ?? qualifier ?? '$LATEST';
    if (!this.has(version)) throw new Refusal('ResourceNotFoundException');
    return version;
  }

  version(number: string): VersionModel {
    if (number === '$LATEST') return { definition: this.latest, description: this.latest.description };
    return this.versions.get(Number(number))!;
  }

  aliasesOf(version: string): string[] {
    return [...this.aliases]
      .filter(([, alias]) => alias.version === version || version in alias.weights)
      .map(([name]) => name);
  }
}

export interface LayerModel {
  /** By number, in their order. */
  readonly versions: Map<number, { readonly content: number; readonly description: string }>;
}

/** The functions and layers of one account, as the developer guide tells of them. */
export class LambdaModel {
  readonly functions = new Map<string, FunctionModel>();
  readonly layers = new Map<string, LayerModel>();
  /** The last number given out for a name: never given again, even when what it was given to is deleted. */
  readonly #numbers = new Map<string, number>();

  function(name: string): FunctionModel {
    const model = this.functions.get(name);
    if (!model) throw new Refusal('ResourceNotFoundException');
    return model;
  }

  nextNumber(name: string): number {
    const number = (this.#numbers.get(name) ?? 0) + 1;
    this.#numbers.set(name, number);
    return number;
  }

  /** The number that $LATEST is published under, which is an old one when nothing has changed since. */
  publish(name: string, description: string | undefined): number {
    const model = this.function(name);
    const { newest } = model;
    if (newest !== undefined && model.versions.get(newest)!.definition === model.latest) return newest;
    return this.publishAnyway(name, description);
  }

  publishAnyway(name: string, description?: string): number {
    const model = this.function(name);
    const number = this.nextNumber(name);
    model.versions.set(number, {
      definition: model.latest,
      description: description || model.latest.description,
    });
    return number;
  }
}
