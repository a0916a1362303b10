import { validationError, templateFormatError } from '../../errors.ts';
import { isList, isMap, isScalar, textual, type Value, type ValueMap } from '../values.ts';
import { LIMITS } from './limits.ts';
import type { ParameterDeclaration } from './parameter-declarations.ts';
import { readParameterDeclarations } from './parameter-declarations.ts';

/** A template with its sections checked for shape; functions in it are still to be carried out. */
export interface Template {
  readonly description: string | undefined;
  readonly metadata: Value | undefined;
  readonly parameters: Readonly<Record<string, ParameterDeclaration>>;
  readonly mappings: Readonly<Record<string, Value>>;
  readonly conditions: Readonly<Record<string, Value>>;
  readonly rules: Readonly<Record<string, ValueMap>>;
  readonly resources: Readonly<Record<string, ResourceDeclaration>>;
  readonly outputs: Readonly<Record<string, OutputDeclaration>>;
  readonly transforms: readonly string[];
}

export type DeletionPolicy = 'Delete' | 'Retain' | 'RetainExceptOnCreate' | 'Snapshot';

export interface ResourceDeclaration {
  readonly type: string;
  readonly properties: ValueMap;
  readonly condition: string | undefined;
  readonly dependsOn: readonly string[];
  /** Text, or a function with the language extensions. */
  readonly deletionPolicy: Value | undefined;
  readonly updateReplacePolicy: Value | undefined;
  readonly metadata: Value | undefined;
}

export interface OutputDeclaration {
  readonly value: Value;
  readonly description: string | undefined;
  readonly exportName: Value | undefined;
  readonly condition: string | undefined;
}

const SECTIONS = [
  'AWSTemplateFormatVersion',
  'Conditions',
  'Description',
  'Mappings',
  'Metadata',
  'Outputs',
  'Parameters',
  'Resources',
  'Rules',
  'Transform',
  'Hooks',
];

const RESOURCE_ATTRIBUTES = [
  'Type',
  'Properties',
  'Condition',
  'DependsOn',
  'DeletionPolicy',
  'UpdateReplacePolicy',
  'Metadata',
];

/** Checks the sections of a parsed template. @throws ValidationError */
export function readTemplate(source: ValueMap): Template {
  checkSections(source);
  const resources = Object.entries(section(source, 'Resources'));
  if (resources.length === 0) throw templateFormatError('At least one Resources member must be defined.');
  checkCount('resources', resources.length, LIMITS.resources);
  const mappings = section(source, 'Mappings');
  checkCount('mappings', Object.keys(mappings).length, LIMITS.mappings);
  return {
    description: descriptionOf(source),
    metadata: source.Metadata,
    parameters: readParameterDeclarations(section(source, 'Parameters')),
    mappings,
    conditions: section(source, 'Conditions'),
    rules: section(source, 'Rules') as Record<string, ValueMap>,
    resources: Object.fromEntries(resources.map(([id, body]) => [id, readResource(id, body)])),
    outputs: readOutputs(section(source, 'Outputs')),
    transforms: transformsOf(source),
  };
}

/** The names in the Transform section: a text, a list of them, or `{ Name }`. */
export function transformsOf(source: ValueMap): string[] {
  const given = source.Transform;
  const list = given === undefined ? [] : isList(given) ? given : [given];
  return list.map((item) => {
    const name = isMap(item) ? item.Name : item;
    if (typeof name !== 'string') throw templateFormatError('Every Transform must be a string or have a Name.');
    return name;
  });
}

function checkSections(source: ValueMap): void {
  const unknown = Object.keys(source).filter((name) => !SECTIONS.includes(name));
  if (unknown.length > 0) throw validationError(`Invalid template property or properties [${unknown.join(', ')}]`);
  const version = source.AWSTemplateFormatVersion;
  if (version !== undefined && version !== '2010-09-09') {
    throw templateFormatError(`Unrecognized template format version: ${textual(version)}`);
  }
  if (source.Hooks !== undefined)
    throw validationError('Hearth does not implement the Hooks section of templates yet.');
}

function section(source: ValueMap, name: string): ValueMap {
  const found = source[name];
  if (found === undefined || found === null) return {};
  if (!isMap(found)) throw templateFormatError(`${name} must be a map.`);
  return found;
}

function descriptionOf({ Description }: ValueMap): string | undefined {
  if (Description === undefined || typeof Description === 'string') return Description;
  throw templateFormatError('Description must be a string.');
}

function checkCount(what: string, count: number, limit: number): void {
  if (count <= limit) return;
  throw templateFormatError(`Number of ${what}, ${count}, is greater than maximum allowed, ${limit}`);
}

function readResource(id: string, body: Value): ResourceDeclaration {
  checkLogicalId('Resources', id);
  if (!isMap(body)) throw templateFormatError(`[/Resources/${id}] resource definition is malformed`);
  const unknown = Object.keys(body).find((attribute) => !RESOURCE_ATTRIBUTES.includes(attribute));
  if (unknown === 'CreationPolicy' || unknown === 'UpdatePolicy') {
    throw validationError(`Hearth does not implement ${unknown} of resources yet: [/Resources/${id}/${unknown}]`);
  }
  if (unknown !== undefined) throw validationError(`Invalid template resource property '${unknown}'`);
  if (typeof body.Type !== 'string') {
    throw templateFormatError(`[/Resources/${id}] Every Resources object must contain a Type member.`);
  }
  return {
    type: body.Type,
    properties: propertiesOf(id, body.Properties),
    condition: optionalText(body.Condition, `[/Resources/${id}/Condition] Condition must be a string.`),
    dependsOn: dependsOn(id, body.DependsOn),
    deletionPolicy: body.DeletionPolicy,
    updateReplacePolicy: body.UpdateReplacePolicy,
    metadata: body.Metadata,
  };
}

function propertiesOf(id: string, properties: Value | undefined): ValueMap {
  if (properties === undefined || properties === null) return {};
  if (isMap(properties)) return properties;
  throw templateFormatError(`[/Resources/${id}/Properties] Properties must be an object.`);
}

function dependsOn(id: string, given: Value | undefined): string[] {
  const list = given === undefined || given === null ? [] : isList(given) ? given : [given];
  if (list.every((item) => typeof item === 'string')) return list as string[];
  throw templateFormatError(`[/Resources/${id}/DependsOn] DependsOn must be a string or a list of strings.`);
}

function readOutputs(outputs: ValueMap): Record<string, OutputDeclaration> {
  checkCount('outputs', Object.keys(outputs).length, LIMITS.outputs);
  return Object.fromEntries(Object.entries(outputs).map(([id, body]) => [id, readOutput(id, body)]));
}

function readOutput(id: string, body: Value): OutputDeclaration {
  checkLogicalId('Outputs', id);
  if (!isMap(body)) throw templateFormatError(`[/Outputs/${id}] Output definition is malformed`);
  const { Value: value, Description: description, Export: exported, Condition: condition, ...others } = body;
  const [unknown] = Object.keys(others);
  if (unknown !== undefined) throw validationError(`Invalid template output property '${unknown}'`);
  if (value === undefined)
    throw templateFormatError(`[/Outputs/${id}] Every Outputs member must contain a Value object`);
  if (exported !== undefined && (!isMap(exported) || exported.Name === undefined)) {
    throw templateFormatError(`[/Outputs/${id}/Export] Export must contain a Name.`);
  }
  return {
    value,
    description: isScalar(description) ? String(description) : undefined,
    exportName: isMap(exported) ? exported.Name : undefined,
    condition: optionalText(condition, `[/Outputs/${id}/Condition] Condition must be a string.`),
  };
}

function checkLogicalId(place: string, id: string): void {
  if (/^[A-Za-z0-9]{1,255}$/.test(id)) return;
  throw templateFormatError(`${place === 'Resources' ? 'Resource' : 'Output'} name ${id} is non alphanumeric.`);
}

function optionalText(value: Value | undefined, message: string): string | undefined {
  if (value === undefined || typeof value === 'string') return value;
  throw templateFormatError(message);
}
