import { validationError } from '../errors.ts';
import { define } from '../deployment/define.ts';
import { checkStackName, newOperation, newStack } from '../deployment/new-stack.ts';
import { deployingPrincipal } from '../deployment/principal.ts';
import { stackIdentity } from '../deployment/stack-identity.ts';
import { alreadyExists, startOperation } from '../deployment/start-operation.ts';
import { type CloudformationCall, operation } from '../operation.ts';
import type { StackRecord } from '../store/records.ts';

/** A stack that CloudFormation makes is a resource of another one. */
async function ancestry({ principal, service }: CloudformationCall): Promise<Pick<StackRecord, 'parentId' | 'rootId'>> {
  const parentId = principal.calledVia?.sourceArn;
  const parent = parentId === undefined ? null : await service.store.read(({ stacks }) => stacks.byId(parentId));
  return parent ? { parentId: parent.id, rootId: parent.rootId ?? parent.id } : { parentId: null, rootId: null };
}

export const CreateStack = operation(
  'CreateStack',
  async (call, input) => {
    const name = input.StackName!;
    checkStackName(name);
    if (input.DisableRollback !== undefined && input.OnFailure !== undefined) {
      throw validationError('You can specify either DisableRollback or OnFailure, but not both.');
    }
    const { store, deployments } = call.service;
    if (await store.read(({ stacks }) => stacks.byName(call, name))) throw alreadyExists(name);
    const onFailure = input.OnFailure ?? (input.DisableRollback ? 'DO_NOTHING' : 'ROLLBACK');
    const fresh = { ...newStack(call, name), ...(await ancestry(call)) };
    const { definition } = await define(call, input, {
      identity: stackIdentity(fresh),
      previous: null,
      expands: true,
    });
    const work = newOperation(call, 'CREATE', definition, deployingPrincipal(call, definition.roleArn), {
      onFailure,
      retainExceptOnCreate: input.RetainExceptOnCreate ?? false,
      clientToken: input.ClientRequestToken ?? null,
    });
    const stack = {
      ...fresh,
      definition,
      disableRollback: onFailure === 'DO_NOTHING',
      terminationProtection: input.EnableTerminationProtection ?? false,
      timeoutMinutes: input.TimeoutInMinutes ?? null,
    };
    await store.write(async (rows) => {
      if (await rows.stacks.byName(call, name)) throw alreadyExists(name);
      await startOperation(call, rows, stack, work);
    });
    deployments.begin(stack.id);
    return { StackId: stack.id };
  },
  { refuses: ['StackPolicyBody', 'StackPolicyURL', 'DeploymentConfig', 'DisableValidation'] },
);
