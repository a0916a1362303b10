import { AwsError } from '../../../../kernel/errors.ts';
import { isList, isMap, type Value } from '../values.ts';
import { evaluate, intrinsicIn } from './evaluate.ts';
import type { Scope } from './intrinsic.ts';

/**
 * What only the deployment will know stands in the parameters of nested change sets as users have recorded it from AWS:
 * `{{IntrinsicFunction:app/Users.Outputs.Pool/Fn::GetAtt}}`, and with another function around it
 * `{{IntrinsicFunction://Fn::Join}}` (aws/aws-cdk-cli pull request 1303). The form of a Ref is not public; it follows that
 * of Fn::GetAtt.
 */
const MARK = '{{IntrinsicFunction:';

export function unknownAttribute(stackName: string, logicalId: string, attribute: string): string {
  return `${MARK}${stackName}/${logicalId}.${attribute}/Fn::GetAtt}}`;
}

export function unknownReference(stackName: string, logicalId: string): string {
  return `${MARK}${stackName}/${logicalId}/Ref}}`;
}

/** Whether a part of the value is not known yet. */
export function isUnknown(value: unknown): boolean {
  return (JSON.stringify(value) ?? '').includes(MARK);
}

/** The node with every function that cannot be carried out on what is not known yet (the third of a split) left open. */
export function asFarAsKnown(node: Value, scope: Scope): Value {
  const call = intrinsicIn(node);
  if (call) return failsOnUnknown(node, scope) ? `${MARK}//${call.intrinsic.name}}}` : node;
  if (isList(node)) return node.map((item) => asFarAsKnown(item, scope));
  if (!isMap(node)) return node;
  return Object.fromEntries(Object.entries(node).map(([key, value]) => [key, asFarAsKnown(value, scope)]));
}

function failsOnUnknown(node: Value, scope: Scope): boolean {
  let unknown = false;
  const noted = <Found>(value: Found): Found => {
    unknown ||= isUnknown(value);
    return value;
  };
  const watched: Scope = {
    ...scope,
    ref: (name) => noted(scope.ref(name)),
    getAtt: (logicalId, attribute) => noted(scope.getAtt(logicalId, attribute)),
  };
  try {
    evaluate(node, watched);
    return false;
  } catch (error) {
    if (unknown && error instanceof AwsError) return true;
    throw error;
  }
}
