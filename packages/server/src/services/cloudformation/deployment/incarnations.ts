import { randomBytes } from 'node:crypto';
import { validationError } from '../errors.ts';
import { resourceTypeNamed } from '../resources/index.ts';
import type { Existing, ResourceType } from '../resources/mapping/resource-type.ts';
import { conform, object } from '../resources/mapping/schema.ts';
import { refuseSystemTags, withStackTags } from '../resources/mapping/tagging.ts';
import { evaluate, evaluateMap } from '../rules/intrinsics/evaluate.ts';
import { NO_VALUE, type Scope } from '../rules/intrinsics/intrinsic.ts';
import type { DeletionPolicy } from '../rules/template/template.ts';
import { changedKeys, type Value, type ValueMap } from '../rules/values.ts';
import type { Incarnation } from '../store/records.ts';
import { evaluatedText, type ReadyDefinition } from './definition-scope.ts';

export function typeOf(name: string): ResourceType {
  const type = resourceTypeNamed(name);
  if (!type) throw validationError(`Unrecognized resource type: ${name}`);
  return type;
}

/** As the resource's mapping gets it. */
export function existing({ physicalId, properties, attributes }: Incarnation): Existing<ValueMap> {
  return { physicalId: physicalId ?? '', properties, attributes };
}

/** A resource as the template now wants it; nothing of it is made yet. @throws ValidationError with what is wrong */
export function nextIncarnation(
  ready: ReadyDefinition,
  logicalId: string,
  scope: Scope,
  token: string = newToken(),
): Incarnation {
  const declaration = ready.template.resources[logicalId]!;
  const type = typeOf(declaration.type);
  return {
    type: declaration.type,
    physicalId: null,
    token,
    properties: propertiesOf(type, logicalId, evaluateMap(declaration.properties, scope), ready),
    attributes: {},
    metadata: metadataOf(declaration.metadata, scope),
    deletionPolicy: policyOf('DeletionPolicy', logicalId, declaration.deletionPolicy, scope),
    updateReplacePolicy: policyOf('UpdateReplacePolicy', logicalId, declaration.updateReplacePolicy, scope),
    dependsOn: ready.graph.get(logicalId) ?? [],
  };
}

/** Whether `next` can only be had as a new physical resource. */
export function needsReplacement(type: ResourceType, current: ValueMap, next: ValueMap): boolean {
  const changed = changedKeys(current, next);
  if (changed.length === 0) return false;
  if (type.replacedBy === 'all' || !type.update) return true;
  const { replacedBy } = type;
  return changed.some((name) => replacedBy.includes(name));
}

function propertiesOf(type: ResourceType, logicalId: string, evaluated: ValueMap, ready: ReadyDefinition): ValueMap {
  const taggable = type.properties.Tags?.kind === 'list';
  if (taggable) refuseSystemTags(evaluated);
  const given = taggable ? withStackTags(evaluated, ready.definition.tags) : evaluated;
  if (type.anyProperties) return openProperties(type, logicalId, given);
  const { value, problems } = conform(object(type.properties, type.required), given);
  if (problems.length === 0) return value;
  throw validationError(
    `Properties validation failed for resource ${logicalId} with message:\n[${problems.join(', ')}]`,
  );
}

/** Only what is required is known of them. */
function openProperties({ required }: ResourceType, logicalId: string, given: ValueMap): ValueMap {
  const missing = required
    .filter((name) => given[name] === undefined)
    .map((name) => `#: required key [${name}] not found`);
  if (missing.length === 0) return given;
  throw validationError(
    `Properties validation failed for resource ${logicalId} with message:\n[${missing.join(', ')}]`,
  );
}

function metadataOf(metadata: Value | undefined, scope: Scope): Value | null {
  if (metadata === undefined) return null;
  const value = evaluate(metadata, scope);
  return value === NO_VALUE ? null : value;
}

const POLICIES: readonly string[] = ['Delete', 'Retain', 'RetainExceptOnCreate'];

/** None of the types here can be snapshotted. */
function policyOf(name: string, logicalId: string, given: Value | undefined, scope: Scope): DeletionPolicy {
  const policy = given === undefined ? 'Delete' : evaluatedText(given, scope);
  if (policy !== null && POLICIES.includes(policy)) return policy as DeletionPolicy;
  if (policy === 'Snapshot') {
    throw validationError(`Template error: resource type of ${logicalId} does not support ${name} Snapshot`);
  }
  throw validationError(`Template error: Unrecognized ${name} ${policy ?? ''} for ${logicalId}`);
}

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

/** Twelve letters and digits, the end of generated names. */
export function newToken(): string {
  return Array.from(randomBytes(12), (byte) => ALPHABET[byte % ALPHABET.length]).join('');
}
