import { inspectTemplate } from '../deployment/process-template.ts';
import { templateText } from '../deployment/template-source.ts';
import { validationError } from '../errors.ts';
import { operation } from '../operation.ts';
import { requiredCapability } from '../rules/template/capabilities.ts';

export const ValidateTemplate = operation('ValidateTemplate', async (call, input) => {
  const text = await templateText(call.host.aws(call, call.principal), input);
  if (text === null) throw validationError('Either Template URL or Template Body must be specified.');
  const template = inspectTemplate(text);
  const required = requiredCapability(template);
  return {
    Parameters: Object.entries(template.parameters).map(([ParameterKey, it]) => ({
      ParameterKey,
      ...(it.default !== undefined && { DefaultValue: it.default }),
      NoEcho: it.noEcho,
      ...(it.description !== undefined && { Description: it.description }),
    })),
    ...(template.description !== undefined && { Description: template.description }),
    ...(required && {
      Capabilities: [required.capability],
      CapabilitiesReason: `The following resource(s) require capabilities: [${required.resourceTypes.join(', ')}]`,
    }),
    ...(template.transforms.length > 0 && { DeclaredTransforms: [...template.transforms] }),
  };
});
