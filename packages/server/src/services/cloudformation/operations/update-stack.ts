import { noStack, validationError } from '../errors.ts';
import { define } from '../deployment/define.ts';
import { newOperation } from '../deployment/new-stack.ts';
import { deployingPrincipal } from '../deployment/principal.ts';
import { stackIdentity } from '../deployment/stack-identity.ts';
import { checkUpdatable, startOperation } from '../deployment/start-operation.ts';
import { sameOutcome } from '../deployment/outcome.ts';
import { findStack, stackNamed } from '../lookup.ts';
import { operation } from '../operation.ts';

export const UpdateStack = operation(
  'UpdateStack',
  async (call, input) => {
    const { store, deployments } = call.service;
    const name = input.StackName!;
    const before = await stackNamed(call, name, noStack);
    checkUpdatable(before);
    const ready = await define(call, input, {
      identity: stackIdentity(before),
      previous: before.definition,
      expands: true,
    });
    if (!before.status.endsWith('_FAILED') && sameOutcome(before, ready)) {
      throw validationError('No updates are to be performed.');
    }
    const { definition } = ready;
    const work = newOperation(call, 'UPDATE', definition, deployingPrincipal(call, definition.roleArn), {
      onFailure: input.DisableRollback ? 'DO_NOTHING' : 'ROLLBACK',
      retainExceptOnCreate: input.RetainExceptOnCreate ?? false,
      clientToken: input.ClientRequestToken ?? null,
    });
    await store.write(async (rows) => {
      const stack = await findStack(call, rows, before.id);
      if (!stack) throw noStack(name);
      checkUpdatable(stack);
      await startOperation(call, rows, { ...stack, disableRollback: input.DisableRollback ?? false }, work);
    });
    deployments.begin(before.id);
    return { StackId: before.id };
  },
  {
    refuses: [
      'StackPolicyDuringUpdateBody',
      'StackPolicyDuringUpdateURL',
      'StackPolicyBody',
      'StackPolicyURL',
      'DeploymentConfig',
      'DisableValidation',
    ],
  },
);
