import { changeSetNamed } from '../change-sets.ts';
import { noChangeSet, noStackWithId, validationError } from '../errors.ts';
import { stackNamed } from '../lookup.ts';
import { type CloudformationCall, operation } from '../operation.ts';
import type { Definition } from '../store/records.ts';

export const GetTemplate = operation('GetTemplate', async (call, { StackName, ChangeSetName, TemplateStage }) => {
  const definition = await definitionOf(call, StackName, ChangeSetName);
  const hasTransform = definition.processedTemplate.Transform !== undefined;
  const processed = hasTransform ? JSON.stringify(definition.processedTemplate) : definition.templateBody;
  return {
    TemplateBody: TemplateStage === 'Processed' ? processed : definition.templateBody,
    StagesAvailable: ['Original' as const, 'Processed' as const],
  };
});

async function definitionOf(
  call: CloudformationCall,
  StackName: string | undefined,
  ChangeSetName: string | undefined,
): Promise<Definition> {
  if (ChangeSetName !== undefined) {
    const { store } = call.service;
    const { changeSet } = await store.read((rows) => changeSetNamed(call, rows, { ChangeSetName, StackName }));
    if (!changeSet.definition) throw noChangeSet(ChangeSetName);
    return changeSet.definition;
  }
  if (StackName === undefined) throw validationError('Either StackName or ChangeSetName must be specified.');
  const { definition, operation: work } = await stackNamed(call, StackName);
  const shown = work?.target ?? definition;
  if (!shown) throw noStackWithId(StackName);
  return shown;
}
