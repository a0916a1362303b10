import { setTimeout as realDelay } from 'node:timers/promises';
import type { Stack as StackDescription, StackStatus } from '@aws-sdk/client-cloudformation';
import { AwsError } from '../../../kernel/errors.ts';
import { validationError } from '../errors.ts';
import { textual } from '../rules/values.ts';
import { physicalName } from './mapping/physical-name.ts';
import { defineResourceType, type ResourceContext } from './mapping/resource-type.ts';
import { integer, map, tags, text } from './mapping/schema.ts';
import type { PlainTag } from './mapping/tagging.ts';

export interface NestedStack {
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
  alwaysUpdates: true,
  async find(context) {
    return (await describe(context, physicalName(context, 128)))?.StackId ?? null;
  },
  async create(context, properties) {
    const StackName = physicalName(context, 128);
    const { TimeoutInMinutes } = properties;
    const there = await describe(context, StackName);
    const id =
      there?.StackId ??
      (
        await context.aws.cloudformation.CreateStack({
          StackName,
          ...inputOf(context, properties),
          ...(TimeoutInMinutes !== undefined && { TimeoutInMinutes }),
        })
      ).StackId!;
    await context.created(id);
    // Its parent's change set has made it, for it to be created from a change set of its own.
    if (there?.StackStatus === 'REVIEW_IN_PROGRESS') await execute(context);
    return reached(context, id, 'CREATE_COMPLETE', 'created');
  },
  async update(context, { physicalId }, next) {
    if (!context.changeSet) return change(context, physicalId, inputOf(context, next));
    const stack = await atRest(context, physicalId);
    if (context.changeSet.empty) return made(context, stack);
    await execute(context);
    return reached(context, physicalId, 'UPDATE_COMPLETE', 'updated');
  },
  // What is behind the URL may be another template by now.
  restore: (context, { physicalId }, before) =>
    change(context, physicalId, {
      ...inputOf(context, before.properties),
      TemplateURL: undefined,
      TemplateBody: textual(before.attributes[TEMPLATE]!),
    }),
  async delete(context, { physicalId }) {
    if (!(await describe(context, physicalId))) return;
    await context.aws.cloudformation.DeleteStack({ StackName: physicalId });
    await reached(context, physicalId, 'DELETE_COMPLETE', 'deleted');
  },
});

function inputOf({ capabilities }: ResourceContext, { TemplateURL, Parameters = {}, Tags }: NestedStack) {
  return {
    TemplateURL,
    Parameters: parametersOf(Parameters),
    Capabilities: [...capabilities],
    ...(Tags && { Tags: [...Tags] }),
  };
}

/** As the operations take them. */
export function parametersOf(parameters: Readonly<Record<string, string>>) {
  return Object.entries(parameters).map(([ParameterKey, ParameterValue]) => ({ ParameterKey, ParameterValue }));
}

/** Does nothing more when an earlier process had begun with it. */
async function execute({ aws, changeSet }: ResourceContext): Promise<void> {
  await aws.cloudformation.ExecuteChangeSet({ ChangeSetName: changeSet!.changeSetId });
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

/** The attribute that keeps the template which the nested stack was last brought to; no GetAtt can name it. */
const TEMPLATE = '\u0000template';

type Change = Partial<ReturnType<typeof inputOf>> & { readonly TemplateBody?: string };

/** Begins once an update that an earlier process began has come to its end. */
async function change(context: ResourceContext, StackName: string, input: Change) {
  await atRest(context, StackName);
  try {
    await context.aws.cloudformation.UpdateStack({ StackName, ...input });
  } catch (error) {
    if (!(error instanceof AwsError) || error.message !== 'No updates are to be performed.') throw error;
    return made(context, await atRest(context, StackName));
  }
  return reached(context, StackName, 'UPDATE_COMPLETE', 'updated');
}

async function reached(context: ResourceContext, id: string, goal: StackStatus, verb: string) {
  const stack = await atRest(context, id);
  if (stack.StackStatus !== goal) throw failure(stack, verb);
  return made(context, stack);
}

async function atRest(context: ResourceContext, id: string): Promise<StackDescription> {
  for (;;) {
    const stack = await describe(context, id);
    if (!stack) throw validationError(`Embedded stack ${id} is gone`);
    if (!stack.StackStatus!.endsWith('_IN_PROGRESS')) return stack;
    await realDelay(LOOK_AGAIN_MS, undefined, { signal: context.signal });
  }
}

async function made({ aws }: ResourceContext, { StackId, StackStatus, Outputs = [] }: StackDescription) {
  const outputs = Object.fromEntries(Outputs.map((it) => [`Outputs.${it.OutputKey}`, it.OutputValue!]));
  if (StackStatus === 'DELETE_COMPLETE') return { physicalId: StackId!, attributes: outputs };
  const { TemplateBody = '' } = await aws.cloudformation.GetTemplate({
    StackName: StackId!,
    TemplateStage: 'Original',
  });
  return { physicalId: StackId!, attributes: { ...outputs, [TEMPLATE]: TemplateBody } };
}

function failure({ StackId, StackStatus, StackStatusReason = '' }: StackDescription, verb: string) {
  return validationError(
    `Embedded stack ${StackId} was not successfully ${verb}: Currently in ${StackStatus} with reason: ${StackStatusReason}`,
  );
}
