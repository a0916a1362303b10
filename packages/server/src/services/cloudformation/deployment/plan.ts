import type { Change, ResourceChange, ResourceChangeDetail } from '@aws-sdk/client-cloudformation';
import { nestedStack } from '../resources/aws-cloudformation-stack.ts';
import { conform, object } from '../resources/mapping/schema.ts';
import { withStackTags } from '../resources/mapping/tagging.ts';
import { evaluate, evaluateMap, referencesIn } from '../rules/intrinsics/evaluate.ts';
import { NO_VALUE, type Scope } from '../rules/intrinsics/intrinsic.ts';
import { asFarAsKnown, isUnknown, unknownAttribute, unknownReference } from '../rules/intrinsics/unknown.ts';
import { changedKeys, sameValue, type Value, type ValueMap } from '../rules/values.ts';
import type { Incarnation, NestedChangeSet, ResourceRecord, StackRecord } from '../store/records.ts';
import { type ReadyDefinition, resourceScope } from './definition-scope.ts';
import { typeOf } from './incarnations.ts';

/** What becomes of a resource whose references are looked up: those that change make their users change. */
type Fate = 'kept' | 'modified' | 'replaced' | 'added';

/** A nested stack as a change set finds it. */
export interface NestedResource {
  readonly logicalId: string;
  /** Undefined when it is to be added. */
  readonly record: ResourceRecord | undefined;
  /** As far as they are known. */
  readonly properties: ValueMap;
}

/** Makes the change set of a nested stack; null when it is to have none. */
export type PlanNested = (nested: NestedResource) => Promise<NestedChangeSet | null>;

type PlannedStack = Pick<StackRecord, 'definition' | 'name'>;

/** The changes that a definition would bring to a stack's resources, in the order of the template. */
export async function planChanges(
  ready: ReadyDefinition,
  stack: PlannedStack,
  resources: readonly ResourceRecord[],
  exports: ReadonlyMap<string, string>,
  planNested: PlanNested,
): Promise<Change[]> {
  const records = new Map(resources.map((record) => [record.logicalId, record]));
  const fates = new Map<string, Fate>();
  const scope = planScope(ready, stack, records, exports, fates);
  const changes = new Map<string, ResourceChange>();
  for (const id of inOrder(ready)) {
    const record = records.get(id);
    const change = record ? modification(ready, record, scope, stack) : addition(ready, id);
    const nests = ready.template.resources[id]!.type === nestedStack.name;
    const inner = nests ? await planNested({ logicalId: id, record, properties: comparable(ready, id, scope) }) : null;
    const same = inner?.empty === true;
    fates.set(id, same ? 'kept' : fateOf(change));
    // What made it a change was only that the nested stack's template might have changed.
    if (!change || (same && isAutomatic(change))) continue;
    changes.set(id, inner ? { ...change, ChangeSetId: inner.changeSetId } : change);
  }
  const removed = resources.filter(({ logicalId }) => !ready.graph.has(logicalId)).map(removal);
  const listed = [...ready.graph.keys()].flatMap((id) => changes.get(id) ?? []);
  return [...listed, ...removed].map((ResourceChange) => ({ Type: 'Resource', ResourceChange }));
}

function planScope(
  ready: ReadyDefinition,
  { name: stackName }: PlannedStack,
  records: ReadonlyMap<string, ResourceRecord>,
  exports: ReadonlyMap<string, string>,
  fates: ReadonlyMap<string, Fate>,
): Scope {
  const known = (id: string): Incarnation | null => records.get(id)?.current ?? null;
  const scope = resourceScope(ready, { incarnation: known, exports });
  const open = (id: string) => {
    const type = ready.template.resources[id]?.type;
    return type !== undefined && typeOf(type).attributes === 'open';
  };
  return {
    ...scope,
    ref(name) {
      const fate = fates.get(name);
      return fate === 'added' || fate === 'replaced' ? unknownReference(stackName, name) : scope.ref(name);
    },
    getAtt(id, attribute) {
      const fate = fates.get(id);
      const unknown = fate === 'added' || fate === 'replaced' || (fate === 'modified' && open(id));
      return unknown ? unknownAttribute(stackName, id, attribute) : scope.getAtt(id, attribute);
    },
  };
}

/** Dependencies before those that need them. */
function inOrder({ graph }: ReadyDefinition): string[] {
  const order = new Set<string>();
  const visit = (id: string) => {
    if (order.has(id)) return;
    for (const before of graph.get(id) ?? []) if (graph.has(before)) visit(before);
    order.add(id);
  };
  for (const id of graph.keys()) visit(id);
  return [...order];
}

function fateOf(change: ResourceChange | null): Fate {
  if (!change) return 'kept';
  if (change.Action === 'Add') return 'added';
  return change.Replacement === 'False' ? 'modified' : 'replaced';
}

function addition({ template }: ReadyDefinition, id: string): ResourceChange {
  return { Action: 'Add', LogicalResourceId: id, ResourceType: template.resources[id]!.type, Scope: [], Details: [] };
}

function removal({ logicalId, type, current }: ResourceRecord): ResourceChange {
  return {
    Action: 'Remove',
    ...(current.deletionPolicy === 'Delete' ? {} : { PolicyAction: 'Retain' }),
    LogicalResourceId: logicalId,
    ...(current.physicalId !== null && { PhysicalResourceId: current.physicalId }),
    ResourceType: type,
    Scope: [],
    Details: [],
  };
}

function modification(
  ready: ReadyDefinition,
  record: ResourceRecord,
  scope: Scope,
  stack: PlannedStack,
): ResourceChange | null {
  const { logicalId, current } = record;
  const declaration = ready.template.resources[logicalId]!;
  const type = typeOf(declaration.type);
  const next = comparable(ready, logicalId, scope);
  const changed = changedKeys(current.properties, next);
  const metadata = evaluated(declaration.metadata, scope);
  const metadataChanged = !sameValue(metadata, current.metadata);
  const automatic = changed.length === 0 && type.alwaysUpdates === true;
  if (changed.length === 0 && !metadataChanged && !automatic) return null;
  const details = automatic
    ? [AUTOMATIC]
    : changed.map((name) => detailOf(ready, logicalId, name, next[name], type.replacedBy, stack));
  const always = details.some(
    ({ Evaluation, Target }) => Target?.RequiresRecreation === 'Always' && Evaluation === 'Static',
  );
  const perhaps = details.some(({ Target }) => Target?.RequiresRecreation === 'Always');
  return {
    Action: 'Modify',
    LogicalResourceId: logicalId,
    ...(current.physicalId !== null && { PhysicalResourceId: current.physicalId }),
    ResourceType: declaration.type,
    Replacement: always ? 'True' : perhaps ? 'Conditional' : 'False',
    Scope: [
      ...(automatic || changed.some((name) => name !== 'Tags') ? (['Properties'] as const) : []),
      ...(changed.includes('Tags') ? (['Tags'] as const) : []),
      ...(metadataChanged ? (['Metadata'] as const) : []),
    ],
    Details: details,
  };
}

/**
 * "If you made no changes to the AWS::CloudFormation::Stack resource, CloudFormation sets the ChangeSource to Automatic
 * because the nested stack's template might have changed" (API reference, ResourceChangeDetail).
 */
const AUTOMATIC: ResourceChangeDetail = {
  Target: { Attribute: 'Properties', RequiresRecreation: 'Never' },
  Evaluation: 'Dynamic',
  ChangeSource: 'Automatic',
};

function isAutomatic({ Details, Scope }: ResourceChange): boolean {
  return Details?.[0] === AUTOMATIC && Scope?.length === 1;
}

/** Properties as they would be kept, as far as they are known. */
function comparable(ready: ReadyDefinition, logicalId: string, scope: Scope): ValueMap {
  const declaration = ready.template.resources[logicalId]!;
  const type = typeOf(declaration.type);
  const properties = evaluateMap(asFarAsKnown(declaration.properties, scope) as ValueMap, scope);
  if (type.anyProperties) return properties;
  const taggable = type.properties.Tags?.kind === 'list';
  const tagged = taggable ? withStackTags(properties, ready.definition.tags) : properties;
  return conform(object(type.properties, type.required), tagged).value;
}

function evaluated(node: Value | undefined, scope: Scope): Value {
  const value = node === undefined ? null : evaluate(node, scope);
  return value === NO_VALUE ? null : value;
}

function detailOf(
  { template }: ReadyDefinition,
  logicalId: string,
  name: string,
  next: Value | undefined,
  replacedBy: readonly string[] | 'all',
  { definition }: PlannedStack,
): ResourceChangeDetail {
  const node = template.resources[logicalId]!.properties[name];
  const dynamic = isUnknown(next);
  const cause = causeOf(template.parameters, node, dynamic, sameNode(definition, logicalId, name, node));
  return {
    Target: {
      Attribute: name === 'Tags' ? 'Tags' : 'Properties',
      ...(name !== 'Tags' && { Name: name }),
      RequiresRecreation: replacedBy === 'all' || replacedBy.includes(name) ? 'Always' : 'Never',
    },
    Evaluation: dynamic ? 'Dynamic' : 'Static',
    ...cause,
  };
}

/** Why a property changes: itself, a parameter, or a resource that it refers to. */
function causeOf(
  parameters: Readonly<Record<string, unknown>>,
  node: Value | undefined,
  dynamic: boolean,
  same: boolean,
): Pick<ResourceChangeDetail, 'ChangeSource' | 'CausingEntity'> {
  const references = node === undefined || !same ? [] : referencesIn(node);
  const attribute = references.find(({ kind }) => kind === 'attribute');
  if (dynamic && attribute) {
    return { ChangeSource: 'ResourceAttribute', CausingEntity: `${attribute.name}.${attribute.attribute ?? ''}` };
  }
  const resource = references.find(({ kind, name }) => kind === 'ref' && !Object.hasOwn(parameters, name));
  if (dynamic && resource) return { ChangeSource: 'ResourceReference', CausingEntity: resource.name };
  const parameter = references.find(({ kind, name }) => kind === 'ref' && Object.hasOwn(parameters, name));
  if (parameter) return { ChangeSource: 'ParameterReference', CausingEntity: parameter.name };
  return { ChangeSource: 'DirectModification' };
}

function sameNode(
  definition: StackRecord['definition'],
  logicalId: string,
  name: string,
  node: Value | undefined,
): boolean {
  const resources = definition?.processedTemplate.Resources as Record<string, { Properties?: ValueMap }> | undefined;
  return sameValue(resources?.[logicalId]?.Properties?.[name], node);
}
