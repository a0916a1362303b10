import { templateError, templateFormatError } from '../../errors.ts';
import { referencesIn } from '../intrinsics/evaluate.ts';
import { checkPresence, checkReferences, dependenciesOf, isPresent } from './references.ts';
import { refuseCycles, type Graph } from './graph.ts';
import type { BaseScope } from './scopes.ts';
import type { Template } from './template.ts';

/** What is known of a type's attributes: which Fn::GetAtt may ask for, or that the resource itself decides. */
export type AttributesOf = (type: string) => readonly string[] | 'open' | null;

/** What can be said of a template alone. @throws ValidationError */
export function checkTemplate(template: Template, attributesOf: AttributesOf): void {
  const types = Object.values(template.resources).map(({ type }) => type);
  const unknown = [...new Set(types.filter((type) => attributesOf(type) === null))];
  if (unknown.length > 0)
    throw templateFormatError(`Unrecognized resource types: [${unknown.join(', ')}]${hint(unknown)}`);
  checkReferences(template);
  checkAttributes(template, attributesOf);
}

/** The resources that are there under the scope's conditions, each with those it needs before it. @throws ValidationError */
export function dependencyGraph(template: Template, scope: Pick<BaseScope, 'condition'>): Graph {
  checkPresence(template, scope);
  const present = Object.entries(template.resources).filter(([, declaration]) => isPresent(declaration, scope));
  const graph = new Map(present.map(([id, declaration]) => [id, dependenciesOf(declaration, template, scope)]));
  refuseCycles(graph);
  return graph;
}

function checkAttributes(template: Template, attributesOf: AttributesOf): void {
  const values = [
    ...Object.values(template.resources).map(({ properties }) => properties),
    ...Object.values(template.outputs).map(({ value }) => value),
  ];
  for (const { kind, name, attribute } of values.flatMap((value) => referencesIn(value))) {
    const type = template.resources[name]?.type;
    if (kind !== 'attribute' || attribute === undefined || type === undefined) continue;
    const known = attributesOf(type);
    if (known === 'open' || known?.includes(attribute)) continue;
    throw templateError(`resource ${name} does not support attribute type ${attribute} in Fn::GetAtt`);
  }
}

/** Behind AWS's own text: a type of AWS's that is missing here is no typing error. */
function hint(unknown: readonly string[]): string {
  return unknown.some((type) => type.startsWith('AWS::')) ? '. Hearth may not have them yet: NotImplemented' : '';
}
