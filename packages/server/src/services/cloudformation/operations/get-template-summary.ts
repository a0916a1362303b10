import { notImplemented } from '../../../kernel/errors.ts';
import { inspectTemplate } from '../deployment/process-template.ts';
import { templateText } from '../deployment/template-source.ts';
import { validationError } from '../errors.ts';
import { stackNamed } from '../lookup.ts';
import { type CloudformationCall, operation } from '../operation.ts';
import { requiredCapability } from '../rules/template/capabilities.ts';
import type { Template } from '../rules/template/template.ts';
import type { InputOf, OutputOf } from '../../service.ts';

type Input = InputOf<'cloudformation', 'GetTemplateSummary'>;

export const GetTemplateSummary = operation(
  'GetTemplateSummary',
  async (call, input) => {
    if (input.TemplateSummaryConfig?.TreatUnrecognizedResourceTypesAsWarnings) {
      throw notImplemented('TemplateSummaryConfig.TreatUnrecognizedResourceTypesAsWarnings');
    }
    return summaryOf(inspectTemplate(await textOf(call, input)));
  },
  { refuses: ['StackSetName', 'CallAs'] },
);

async function textOf(call: CloudformationCall, input: Input): Promise<string> {
  const text = await templateText(call.host.aws(call, call.principal), input);
  if (text !== null) return text;
  const found = input.StackName === undefined ? null : await stackNamed(call, input.StackName);
  if (!found?.definition) throw validationError('Either Template URL or Template Body must be specified.');
  return found.definition.templateBody;
}

function summaryOf(template: Template): OutputOf<'cloudformation', 'GetTemplateSummary'> {
  const required = requiredCapability(template);
  return {
    Parameters: Object.entries(template.parameters).map(([ParameterKey, it]) => ({
      ParameterKey,
      ...(it.default !== undefined && { DefaultValue: it.default }),
      ParameterType: it.type,
      NoEcho: it.noEcho,
      ...(it.description !== undefined && { Description: it.description }),
      ParameterConstraints: { AllowedValues: [...(it.allowedValues ?? [])] },
    })),
    ...(template.description !== undefined && { Description: template.description }),
    ...(required && {
      Capabilities: [required.capability],
      CapabilitiesReason: `The following resource(s) require capabilities: [${required.resourceTypes.join(', ')}]`,
    }),
    ResourceTypes: [...new Set(Object.values(template.resources).map(({ type }) => type))],
    Version: '2010-09-09',
    ...(template.metadata !== undefined && { Metadata: JSON.stringify(template.metadata) }),
    DeclaredTransforms: [...template.transforms],
    ResourceIdentifierSummaries: [],
  };
}
