import { setTimeout as realDelay } from 'node:timers/promises';
import type { Stack as StackDescription, StackStatus } from '@aws-sdk/client-cloudformation';
import { AwsError } from '../../../kernel/errors.ts';
import { validationError } from '../errors.ts';
import { physicalName } from './mapping/physical-name.ts';
import { defineResourceType, type ResourceContext } from './mapping/resource-type.ts';
import { integer, map, tags, text } from './mapping/schema.ts';
import type { PlainTag } from './mapping/tagging.ts';

interface NestedStack {
  readonly TemplateURL: string;
  readonly Parameters?: Record<string, string>;
  readonly Tags?: readonly PlainTag[];
  readonly TimeoutInMinutes?: number;
}

/** A stack of its own; what its template exports as outputs are its attributes: `Outputs.Name`. */
export const nestedStack = defineResourceType<NestedStack>({
  name: 'AWS::CloudFormation::Stack',
  properties: { TemplateURL: text, Parameters: map(text), Tags: tags, TimeoutInMinutes: integer },
  required: ['TemplateURL'],
  replacedBy: [],
  attributes: 'open',
  resumable: true,
  async create(context, properties) {
    const StackName = physicalName(context, 128);
    const { TimeoutInMinutes } = properties;
    const id =
      (await describe(context, StackName))?.StackId ??
      (
        await context.aws.cloudformation.CreateStack({
          StackName,
          ...inputOf(context, properties),
          ...(TimeoutInMinutes !== undefined && { TimeoutInMinutes }),
        })
      ).StackId!;
    await context.created(id);
    return reached(context, id, 'CREATE_COMPLETE', 'created');
  },
  async update(context, { physicalId }, next) {
    try {
      await context.aws.cloudformation.UpdateStack({ StackName: physicalId, ...inputOf(context, next) });
    } catch (error) {
      if (!(error instanceof AwsError) || error.message !== 'No updates are to be performed.') throw error;
    }
    return reached(context, physicalId, undefined, 'updated');
  },
  async delete(context, { physicalId }) {
    if (!(await describe(context, physicalId))) return;
    await context.aws.cloudformation.DeleteStack({ StackName: physicalId });
    await reached(context, physicalId, 'DELETE_COMPLETE', 'deleted');
  },
});

function inputOf({ capabilities }: ResourceContext, { TemplateURL, Parameters = {}, Tags }: NestedStack) {
  return {
    TemplateURL,
    Parameters: Object.entries(Parameters).map(([ParameterKey, ParameterValue]) => ({ ParameterKey, ParameterValue })),
    Capabilities: [...capabilities],
    ...(Tags && { Tags: [...Tags] }),
  };
}

async function describe({ aws }: ResourceContext, StackName: string): Promise<StackDescription | null> {
  try {
    return (await aws.cloudformation.DescribeStacks({ StackName })).Stacks?.[0] ?? null;
  } catch (error) {
    if (error instanceof AwsError && error.code === 'ValidationError') return null;
    throw error;
  }
}

const LOOK_AGAIN_MS = 20;

/** What an update may end with: also without having had anything to do. */
const AT_REST: readonly StackStatus[] = ['CREATE_COMPLETE', 'UPDATE_COMPLETE'];

async function reached(context: ResourceContext, id: string, goal: StackStatus | undefined, verb: string) {
  for (;;) {
    const stack = await describe(context, id);
    const status = stack?.StackStatus;
    if (!stack || !status) throw validationError(`Embedded stack ${id} is gone`);
    if (goal ? status === goal : AT_REST.includes(status)) return made(stack);
    if (!status.endsWith('_IN_PROGRESS')) throw failure(stack, verb);
    await realDelay(LOOK_AGAIN_MS, undefined, { signal: context.signal });
  }
}

function made({ StackId, Outputs = [] }: StackDescription) {
  const attributes = Object.fromEntries(Outputs.map((it) => [`Outputs.${it.OutputKey}`, it.OutputValue!]));
  return { physicalId: StackId!, attributes };
}

function failure({ StackId, StackStatus, StackStatusReason = '' }: StackDescription, verb: string) {
  return validationError(
    `Embedded stack ${StackId} was not successfully ${verb}: Currently in ${StackStatus} with reason: ${StackStatusReason}`,
  );
}
