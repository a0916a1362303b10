import { templateError, templateFormatError, validationError } from '../../errors.ts';
import { referencesIn, referencesTaken } from '../intrinsics/evaluate.ts';
import { CONDITION_INTRINSICS } from '../intrinsics/index.ts';
import type { Reference, Scope } from '../intrinsics/intrinsic.ts';
import { PSEUDO_PARAMETERS } from './scopes.ts';
import type { ResourceDeclaration, Template } from './template.ts';

/** Checks that every name in the template leads somewhere. @throws ValidationError in AWS's words */
export function checkReferences(template: Template): void {
  checkConditions(template);
  const resources = Object.entries(template.resources);
  const inResources = resources.flatMap(([, { properties, metadata }]) => [
    ...referencesIn(properties),
    ...referencesIn(metadata ?? null),
  ]);
  refuseUnresolved(template, inResources, 'Resources');
  refuseUnresolved(
    template,
    Object.values(template.outputs).flatMap(({ value, exportName }) => [
      ...referencesIn(value),
      ...referencesIn(exportName ?? null),
    ]),
    'Outputs',
  );
  const missing = resources
    .flatMap(([, { dependsOn }]) => dependsOn)
    .filter((id) => !Object.hasOwn(template.resources, id));
  if (missing.length > 0) throw unresolved(missing, 'Resources');
}

/** What a resource needs before it: by reference or DependsOn, only resources that exist under the scope's conditions. */
export function dependenciesOf(
  declaration: ResourceDeclaration,
  template: Template,
  scope: Pick<Scope, 'condition'>,
): string[] {
  const referred = referencesTaken(declaration.properties, scope)
    .filter(({ kind }) => kind !== 'condition')
    .map(({ name }) => name)
    .filter((name) => Object.hasOwn(template.resources, name));
  const explicit = declaration.dependsOn.filter((id) => isPresent(template.resources[id]!, scope));
  return [...new Set([...referred, ...explicit])];
}

export function isPresent({ condition }: { readonly condition: string | undefined }, scope: Pick<Scope, 'condition'>) {
  return condition === undefined || scope.condition(condition);
}

/** Resources that a condition leaves out must not be referred to by what is there. */
export function checkPresence(template: Template, scope: Pick<Scope, 'condition'>): void {
  const absent = (reference: Reference) => {
    const resource = reference.kind === 'condition' ? undefined : template.resources[reference.name];
    return resource !== undefined && !isPresent(resource, scope);
  };
  const check = (references: readonly Reference[], block: string) => {
    const missing = references.filter(absent).map(({ name }) => name);
    if (missing.length > 0) throw unresolved(missing, block);
  };
  const resources = Object.values(template.resources).filter((it) => isPresent(it, scope));
  check(
    resources.flatMap(({ properties }) => referencesTaken(properties, scope)),
    'Resources',
  );
  const outputs = Object.values(template.outputs).filter((it) => isPresent(it, scope));
  check(
    outputs.flatMap(({ value }) => referencesTaken(value, scope)),
    'Outputs',
  );
}

function checkConditions(template: Template): void {
  const known = (name: string) => Object.hasOwn(template.conditions, name);
  const used = Object.values({ ...template.resources }).map(({ condition }) => condition);
  const ofOutputs = Object.values(template.outputs).map(({ condition }) => condition);
  const missing = [...used, ...ofOutputs].find((name) => name !== undefined && !known(name));
  if (missing !== undefined) {
    throw templateFormatError(
      `Unresolved condition dependency ${missing} in the ${ofOutputs.includes(missing) && !used.includes(missing) ? 'Outputs' : 'Resources'} block of the template`,
    );
  }
  for (const body of Object.values(template.conditions)) {
    for (const { kind, name } of referencesIn(body, CONDITION_INTRINSICS)) {
      if (kind === 'condition' && !known(name)) {
        throw templateFormatError(`Unresolved condition dependency ${name} in the Conditions block of the template`);
      }
      if (kind === 'ref' && !isParameter(template, name)) {
        throw templateFormatError(
          `Unresolved dependencies [${name}]. Cannot reference resources in the Conditions block of the template`,
        );
      }
    }
  }
}

function refuseUnresolved(template: Template, references: readonly Reference[], block: string): void {
  const isResource = (name: string) => Object.hasOwn(template.resources, name);
  const unknownRefs = references
    .filter(({ kind, name }) => kind === 'ref' && !isResource(name) && !isParameter(template, name))
    .map(({ name }) => name);
  if (unknownRefs.length > 0) throw unresolved(unknownRefs, block);
  for (const { kind, name } of references) {
    if (kind === 'attribute' && !isResource(name)) {
      throw templateError(`instance of Fn::GetAtt references undefined resource ${name}`);
    }
    if (kind === 'condition' && !Object.hasOwn(template.conditions, name)) {
      throw validationError(`Template error: unresolved condition dependency ${name} in Fn::If`);
    }
  }
}

function isParameter(template: Template, name: string): boolean {
  return PSEUDO_PARAMETERS.includes(name) || Object.hasOwn(template.parameters, name);
}

function unresolved(names: readonly string[], block: string) {
  return templateFormatError(
    `Unresolved resource dependencies [${[...new Set(names)].join(', ')}] in the ${block} block of the template`,
  );
}
