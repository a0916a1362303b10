import { evaluate } from '../rules/intrinsics/evaluate.ts';
import { isPresent } from '../rules/template/references.ts';
import { sameValue, type Value } from '../rules/values.ts';
import type { Scope } from '../rules/intrinsics/intrinsic.ts';
import { NO_VALUE } from '../rules/intrinsics/intrinsic.ts';
import type { StackRecord } from '../store/records.ts';
import { type ReadyDefinition, readyDefinition } from './definition-scope.ts';
import { typeOf } from './incarnations.ts';
import { stackIdentity } from './stack-identity.ts';

/**
 * Whether a stack would be the same with the new definition: parameters that nothing uses, or a new description, change
 * nothing. What is not known before it is tried, such as a nested stack's template behind the same URL, may have changed,
 * unless it is among those that are `known` to stay as they are.
 */
export function sameOutcome(stack: StackRecord, next: ReadyDefinition, known: readonly string[] = []): boolean {
  if (!stack.definition) return false;
  const open = [...next.graph.keys()].filter((id) => !known.includes(id));
  if (open.some((id) => typeOf(next.template.resources[id]!.type).alwaysUpdates)) return false;
  const before = readyDefinition(stack.definition, stackIdentity(stack));
  return (
    sameValue(stack.definition.tags, next.definition.tags) &&
    stack.definition.roleArn === next.definition.roleArn &&
    sameValue(outcomeOf(before), outcomeOf(next))
  );
}

/** Resources and outputs with everything evaluated but what only resources and other stacks know. */
function outcomeOf({ template, base }: ReadyDefinition): unknown {
  const symbol = (kind: string, name: string): Value => `\u0000${kind}:${name}`;
  const scope: Scope = {
    ...base,
    ref: (name) => (Object.hasOwn(template.resources, name) ? symbol('ref', name) : base.ref(name)),
    getAtt: (id, attribute) => symbol('attribute', `${id}.${attribute}`),
    importValue: (name) => symbol('import', name),
  };
  const value = (node: Value | undefined) => {
    const evaluated = node === undefined ? null : evaluate(node, scope);
    return evaluated === NO_VALUE ? null : evaluated;
  };
  const resources = Object.entries(template.resources)
    .filter(([, it]) => isPresent(it, base))
    .map(([id, it]) => [
      id,
      it.type,
      value(it.properties),
      value(it.metadata),
      value(it.deletionPolicy),
      value(it.updateReplacePolicy),
    ]);
  const outputs = Object.entries(template.outputs)
    .filter(([, it]) => isPresent(it, base))
    .map(([id, it]) => [id, value(it.value), value(it.exportName), it.description ?? null]);
  return [resources.toSorted(byId), outputs.toSorted(byId)];
}

function byId(left: readonly unknown[], right: readonly unknown[]): number {
  return String(left[0]) < String(right[0]) ? -1 : 1;
}
