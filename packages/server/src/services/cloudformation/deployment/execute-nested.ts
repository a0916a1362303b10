import type { FoundChangeSet } from '../change-sets.ts';
import { validationError } from '../errors.ts';
import type { CloudformationCall } from '../operation.ts';
import { type NestedStack, parametersOf } from '../resources/aws-cloudformation-stack.ts';
import type { Definition } from '../store/records.ts';
import { define } from './define.ts';
import { stackIdentity } from './stack-identity.ts';

/** Whether it is the deployment of the stack's parent that asks for a nested change set. */
export function isAskedByParent(
  { principal }: Pick<CloudformationCall, 'principal'>,
  { stack, changeSet }: FoundChangeSet,
): boolean {
  const { calledVia } = principal;
  return changeSet.rootChangeSetId !== undefined && calledVia !== undefined && calledVia.sourceArn === stack.parentId;
}

/**
 * What a change set brings its stack to: of a nested one the template that it was made with, and the parameters and tags
 * that its parent's resource has by now, since some were not known when it was made. Null when it cannot be carried out.
 */
export async function definitionToExecute(call: CloudformationCall, found: FoundChangeSet): Promise<Definition | null> {
  const { stack, changeSet } = found;
  const { definition, rootChangeSetId } = changeSet;
  if (definition === null || rootChangeSetId === undefined) return definition;
  if (!isAskedByParent(call, found)) return null;
  const resources = await call.service.store.read(({ stacks }) => stacks.resources(stack.parentId!));
  const resource = resources.find(({ current }) => current.physicalId === stack.id);
  if (!resource) throw validationError(`Stack [${stack.name}] is no resource of its parent`);
  const { Parameters = {}, Tags = [] } = resource.current.properties as unknown as NestedStack;
  const ready = await define(
    call,
    {
      TemplateBody: definition.templateBody,
      Parameters: parametersOf(Parameters),
      Capabilities: definition.capabilities,
      Tags,
    },
    { identity: stackIdentity(stack), previous: stack.definition, expands: true },
  );
  return ready.definition;
}
