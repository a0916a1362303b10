import { uuid } from '../../../kernel/ids.ts';
import type { EventRecord, StackRecord } from '../store/records.ts';

export interface EventFacts {
  readonly status: string;
  readonly reason?: string | null | undefined;
  readonly physicalId?: string | null | undefined;
  /** JSON text. */
  readonly properties?: string | null | undefined;
}

/** The event ids of resources name them; a stack's are UUIDs (recorded from AWS). */
export function resourceEvent(
  { at, clientToken }: { readonly at: number; readonly clientToken: string | null },
  { logicalId, type }: { readonly logicalId: string; readonly type: string },
  { status, reason, physicalId, properties }: EventFacts,
): EventRecord {
  return {
    id: `${logicalId}-${uuid()}`,
    at,
    logicalId,
    physicalId: physicalId ?? '',
    type,
    status,
    reason: reason ?? null,
    properties: properties ?? null,
    clientToken,
  };
}

export function stackEvent(
  stack: Pick<StackRecord, 'id' | 'name'>,
  at: number,
  { status, reason }: EventFacts,
  clientToken: string | null,
): EventRecord {
  return {
    id: uuid(),
    at,
    logicalId: stack.name,
    physicalId: stack.id,
    type: 'AWS::CloudFormation::Stack',
    status,
    reason: reason ?? null,
    properties: null,
    clientToken,
  };
}
