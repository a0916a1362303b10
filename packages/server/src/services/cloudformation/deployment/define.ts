import type { Capability, Tag } from '@aws-sdk/client-cloudformation';
import { notImplemented } from '../../../kernel/errors.ts';
import { isSystemTag } from '../../system-tags.ts';
import { validationError } from '../errors.ts';
import type { CloudformationCall } from '../operation.ts';
import { checkCapabilities } from '../rules/template/capabilities.ts';
import { LIMITS } from '../rules/template/limits.ts';
import type { GivenParameter } from '../rules/template/parameter-values.ts';
import { checkRules } from '../rules/template/rule-assertions.ts';
import type { StackIdentity } from '../rules/template/scopes.ts';
import type { Definition } from '../store/records.ts';
import { type ReadyDefinition, readyDefinition, resourceScope } from './definition-scope.ts';
import { processTemplate } from './process-template.ts';
import { templateText, type TemplateInput } from './template-source.ts';

/** What CreateStack, UpdateStack and CreateChangeSet have in common. */
export interface DefinitionInput extends TemplateInput {
  readonly UsePreviousTemplate?: boolean | undefined;
  readonly Parameters?: readonly GivenParameter[] | undefined;
  readonly Capabilities?: readonly Capability[] | undefined;
  readonly Tags?: readonly Tag[] | undefined;
  readonly RoleARN?: string | undefined;
  readonly NotificationARNs?: readonly string[] | undefined;
  readonly RollbackConfiguration?:
    | {
        readonly RollbackTriggers?: readonly unknown[] | undefined;
        readonly MonitoringTimeInMinutes?: number | undefined;
      }
    | undefined;
  readonly ResourceTypes?: readonly string[] | undefined;
}

export interface DefineOptions {
  readonly identity: StackIdentity;
  /** What the stack is now made from. */
  readonly previous: Definition | null;
  /** Whether macros need CAPABILITY_AUTO_EXPAND. */
  readonly expands: boolean;
}

/** Reads and checks all that a stack is to be made from. @throws ValidationError, InsufficientCapabilitiesException */
export async function define(
  call: CloudformationCall,
  input: DefinitionInput,
  { identity, previous, expands }: DefineOptions,
): Promise<ReadyDefinition> {
  refuseUnsupported(input);
  const aws = call.host.aws(call, call.principal);
  const text = input.UsePreviousTemplate ? previous?.templateBody : await templateText(aws, input, longestBody(call));
  if (!text) throw validationError('Either Template URL or Template Body must be specified.');
  const { source, template, parameters } = processTemplate(text, input.Parameters ?? [], previous?.parameters);
  const capabilities = input.Capabilities ?? [];
  checkCapabilities(template, capabilities, { expands });
  const definition: Definition = {
    templateBody: text,
    processedTemplate: source,
    parameters,
    capabilities: [...capabilities],
    tags: checkedTags(input.Tags ?? previous?.tags ?? []),
    roleArn: input.RoleARN ?? previous?.roleArn ?? null,
  };
  const ready = readyDefinition(definition, identity);
  checkRules(template, resourceScope(ready, { incarnation: () => null, exports: new Map() }));
  return ready;
}

/** A nested stack goes back to what it had read from S3, which may be longer than what a request may hold. */
function longestBody({ principal }: CloudformationCall): number {
  return principal.calledVia ? LIMITS.templateByUrl : LIMITS.templateBody;
}

function refuseUnsupported({
  NotificationARNs = [],
  RollbackConfiguration = {},
  ResourceTypes = [],
}: DefinitionInput): void {
  if (NotificationARNs.length > 0) throw notImplemented('NotificationARNs');
  if (ResourceTypes.length > 0) throw notImplemented('ResourceTypes');
  const { RollbackTriggers = [], MonitoringTimeInMinutes = 0 } = RollbackConfiguration;
  if (RollbackTriggers.length > 0 || MonitoringTimeInMinutes > 0) throw notImplemented('RollbackConfiguration');
}

function checkedTags(tags: readonly Tag[]): Tag[] {
  const keys = tags.map(({ Key }) => Key);
  const twice = keys.find((key, index) => keys.indexOf(key) !== index);
  if (twice !== undefined) throw validationError(`Duplicate tag key: ${twice}`);
  const reserved = keys.find((key) => isSystemTag(key ?? ''));
  if (reserved !== undefined) throw validationError('aws: prefixed tag key names are not allowed for external use.');
  return tags.map(({ Key, Value }) => ({ Key, Value }));
}
