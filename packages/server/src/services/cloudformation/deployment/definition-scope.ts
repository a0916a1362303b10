import { templateError, validationError } from '../errors.ts';
import { evaluate } from '../rules/intrinsics/evaluate.ts';
import type { Scope } from '../rules/intrinsics/intrinsic.ts';
import { dependencyGraph } from '../rules/template/validate.ts';
import type { Graph } from '../rules/template/graph.ts';
import { type BaseScope, baseScope, type StackIdentity } from '../rules/template/scopes.ts';
import { readTemplate, type Template } from '../rules/template/template.ts';
import type { Definition, Incarnation } from '../store/records.ts';

/** A definition ready to be evaluated. */
export interface ReadyDefinition {
  readonly template: Template;
  readonly base: BaseScope;
  readonly graph: Graph;
  readonly definition: Definition;
  /** The values of NoEcho parameters. */
  readonly secrets: readonly string[];
}

/** @throws ValidationError */
export function readyDefinition(definition: Definition, identity: StackIdentity): ReadyDefinition {
  const template = readTemplate(definition.processedTemplate);
  const base = baseScope(template, definition.parameters, identity);
  const secrets = Object.entries(template.parameters)
    .filter(([, { noEcho }]) => noEcho)
    .map(([name]) => definition.parameters[name]!);
  return { template, base, graph: dependencyGraph(template, base), definition, secrets };
}

/** What resources are known by now, and what other stacks export. */
export interface Known {
  /** Null while it is not there. */
  incarnation(logicalId: string): Incarnation | null;
  readonly exports: ReadonlyMap<string, string>;
  /** Told of every export that is used. */
  readonly onImport?: (name: string) => void;
}

export function resourceScope({ base, template }: Pick<ReadyDefinition, 'base' | 'template'>, known: Known): Scope {
  const scope: Scope = {
    ...base,
    ref(name) {
      if (!Object.hasOwn(template.resources, name)) return base.ref(name);
      return known.incarnation(name)?.physicalId ?? null;
    },
    getAtt(logicalId, attribute) {
      const value = known.incarnation(logicalId)?.attributes[attribute];
      if (value === undefined) {
        throw templateError(`resource ${logicalId} does not support attribute type ${attribute} in Fn::GetAtt`);
      }
      return value;
    },
    importValue(name) {
      const value = known.exports.get(name);
      if (value === undefined) throw validationError(`No export named ${name} found.`);
      known.onImport?.(name);
      return value;
    },
  };
  return scope;
}

/** A text that may be a function: policies, export names. */
export function evaluatedText(node: Parameters<typeof evaluate>[0], scope: Scope): string | null {
  const value = evaluate(node, scope);
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? String(value) : null;
}
