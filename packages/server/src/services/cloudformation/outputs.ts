import type {
  Output,
  Parameter,
  Stack,
  StackEvent,
  StackResourceDetail,
  StackResourceSummary,
} from '@aws-sdk/client-cloudformation';
import { readTemplate } from './rules/template/template.ts';
import type { Definition, EventRecord, ResourceRecord, StackRecord } from './store/records.ts';

/** Stacks, resources and events in the words of the API. */
export function stackOutput(stack: StackRecord): Stack {
  const definition = stack.operation?.target ?? stack.definition;
  return {
    StackId: stack.id,
    StackName: stack.name,
    ...(stack.changeSetId !== null && { ChangeSetId: stack.changeSetId }),
    ...(definition && { Description: readTemplate(definition.processedTemplate).description }),
    Parameters: definition ? parametersOutput(definition) : [],
    CreationTime: new Date(stack.createdAt),
    ...(stack.updatedAt !== null && { LastUpdatedTime: new Date(stack.updatedAt) }),
    ...(stack.deletedAt !== null && { DeletionTime: new Date(stack.deletedAt) }),
    RollbackConfiguration: {},
    StackStatus: stack.status,
    ...(stack.statusReason !== null && { StackStatusReason: stack.statusReason }),
    DisableRollback: stack.disableRollback,
    NotificationARNs: [],
    ...(stack.timeoutMinutes !== null && { TimeoutInMinutes: stack.timeoutMinutes }),
    Capabilities: [...(definition?.capabilities ?? [])],
    Outputs: stack.outputs.map(outputOutput),
    ...(definition?.roleArn && { RoleARN: definition.roleArn }),
    Tags: [...(definition?.tags ?? [])],
    EnableTerminationProtection: stack.terminationProtection,
    ...(stack.parentId !== null && { ParentId: stack.parentId }),
    ...(stack.rootId !== null && { RootId: stack.rootId }),
    DriftInformation: { StackDriftStatus: 'NOT_CHECKED' },
  };
}

/** The values of NoEcho parameters are masked. */
export function parametersOutput({ processedTemplate, parameters }: Definition): Parameter[] {
  const { parameters: declared } = readTemplate(processedTemplate);
  return Object.entries(parameters).map(([ParameterKey, value]) => ({
    ParameterKey,
    ParameterValue: declared[ParameterKey]?.noEcho ? '****' : value,
  }));
}

function outputOutput({ key, value, description, exportName }: StackRecord['outputs'][number]): Output {
  return {
    OutputKey: key,
    OutputValue: value,
    ...(description !== undefined && { Description: description }),
    ...(exportName !== undefined && { ExportName: exportName }),
  };
}

export function eventOutput(stack: StackRecord, event: EventRecord): StackEvent {
  return {
    StackId: stack.id,
    EventId: event.id,
    StackName: stack.name,
    LogicalResourceId: event.logicalId,
    PhysicalResourceId: event.physicalId,
    ResourceType: event.type,
    Timestamp: new Date(event.at),
    ResourceStatus: event.status as StackEvent['ResourceStatus'],
    ...(event.reason !== null && { ResourceStatusReason: event.reason }),
    ...(event.properties !== null && { ResourceProperties: event.properties }),
    ...(event.clientToken !== null && { ClientRequestToken: event.clientToken }),
  };
}

export function resourceSummary(resource: ResourceRecord): StackResourceSummary {
  const { physicalId } = resource.current;
  return {
    LogicalResourceId: resource.logicalId,
    ...(physicalId !== null && { PhysicalResourceId: physicalId }),
    ResourceType: resource.type,
    LastUpdatedTimestamp: new Date(resource.updatedAt),
    ResourceStatus: resource.status,
    ...(resource.statusReason !== null && { ResourceStatusReason: resource.statusReason }),
    DriftInformation: { StackResourceDriftStatus: 'NOT_CHECKED' },
  };
}

export function resourceDetail(stack: StackRecord, resource: ResourceRecord): StackResourceDetail {
  const { LastUpdatedTimestamp, ...summary } = resourceSummary(resource);
  const { metadata } = resource.current;
  return {
    StackName: stack.name,
    StackId: stack.id,
    ...summary,
    LastUpdatedTimestamp,
    ...(metadata !== null && { Metadata: JSON.stringify(metadata) }),
  };
}
