import type { Capability, ResourceStatus, StackStatus, Tag } from '@aws-sdk/client-cloudformation';
import type { Principal } from '../../service.ts';
import type { DeletionPolicy } from '../rules/template/template.ts';
import type { Value, ValueMap } from '../rules/values.ts';

/** What a stack is made from: a template and what was given with it. */
export interface Definition {
  /** As it was sent. */
  readonly templateBody: string;
  /** After its transforms; as `templateBody` when it has none. */
  readonly processedTemplate: ValueMap;
  readonly parameters: Readonly<Record<string, string>>;
  readonly capabilities: readonly Capability[];
  readonly tags: readonly Tag[];
  readonly roleArn: string | null;
}

/** The change set that a nested stack has as part of a change set of its parent. */
export interface NestedChangeSet {
  readonly changeSetId: string;
  readonly stackId: string;
  /** The end of the stack's name when the change set creates it. */
  readonly token: string;
  /** The nested stack stays as it is. */
  readonly empty: boolean;
}

/** By the logical id of the nested stack. */
export type NestedChangeSets = Readonly<Record<string, NestedChangeSet>>;

export interface StackRecord {
  /** Its ARN. */
  readonly id: string;
  readonly account: string;
  readonly region: string;
  readonly name: string;
  readonly status: StackStatus;
  readonly statusReason: string | null;
  readonly createdAt: number;
  readonly updatedAt: number | null;
  readonly deletedAt: number | null;
  readonly terminationProtection: boolean;
  readonly disableRollback: boolean;
  readonly timeoutMinutes: number | null;
  readonly parentId: string | null;
  readonly rootId: string | null;
  readonly changeSetId: string | null;
  /** What the stack was last brought to; null until a creation has begun. */
  readonly definition: Definition | null;
  readonly outputs: readonly OutputRecord[];
  readonly operation: OperationRecord | null;
}

export interface OutputRecord {
  readonly key: string;
  readonly value: string;
  readonly description?: string | undefined;
  readonly exportName?: string | undefined;
}

/** What to do when a creation fails. */
export type OnFailure = 'ROLLBACK' | 'DELETE' | 'DO_NOTHING';

/**
 * - `forward`: what the target has is created and updated.
 * - `cleanup`: the target is reached; what it has no more, and what was replaced, is deleted.
 * - `rollback`: updated resources go back to what they were.
 * - `rollback-cleanup`: what the failed update had created is deleted.
 * - `removal`: everything is deleted, for DeleteStack and failed creations.
 */
export type Phase = 'forward' | 'cleanup' | 'rollback' | 'rollback-cleanup' | 'removal';

/** The one piece of work that a stack has under way; kept so that a restart goes on with it. */
export interface OperationRecord {
  readonly id: string;
  readonly kind: 'CREATE' | 'UPDATE' | 'DELETE';
  readonly phase: Phase;
  /** Who asked, or the stack's role: whom the services see. */
  readonly principal: Principal;
  readonly clientToken: string | null;
  readonly startedAt: number;
  readonly target: Definition | null;
  /** Of the change set that is carried out: what its nested stacks do. */
  readonly nested?: NestedChangeSets;
  readonly onFailure: OnFailure;
  readonly retainExceptOnCreate: boolean;
  /** Resources that a DeleteStack leaves alone, or that a ContinueUpdateRollback passes over. */
  readonly skipped: readonly string[];
  readonly cancelled: boolean;
  /** Stands still until ContinueUpdateRollback: the stack is in UPDATE_ROLLBACK_FAILED. */
  readonly paused: boolean;
}

/** One physical resource as it was made. */
export interface Incarnation {
  readonly type: string;
  /** Null until the service has made it. */
  readonly physicalId: string | null;
  /** Twelve random characters: the end of generated names. */
  readonly token: string;
  readonly properties: ValueMap;
  readonly attributes: ValueMap;
  readonly metadata: Value | null;
  readonly deletionPolicy: DeletionPolicy;
  readonly updateReplacePolicy: DeletionPolicy;
  readonly dependsOn: readonly string[];
}

export interface ResourceRecord {
  readonly logicalId: string;
  readonly type: string;
  readonly status: ResourceStatus;
  readonly statusReason: string | null;
  readonly updatedAt: number;
  readonly current: Incarnation;
  /** What was there before the operation `touchedBy` changed it; what is to be deleted once `reverted`. */
  readonly before: Incarnation | null;
  readonly touchedBy: string | null;
  /** What that operation does with it. */
  readonly step: 'create' | 'update' | 'replace' | null;
  /** Nothing else had the name before the creation began: what a restart finds under it is ours. */
  readonly unclaimed: boolean;
  /** The operation has come through with this resource; false while it works on it. */
  readonly done: boolean;
  readonly reverted: boolean;
}

export interface EventRecord {
  readonly id: string;
  readonly at: number;
  readonly logicalId: string;
  readonly physicalId: string;
  readonly type: string;
  readonly status: string;
  readonly reason: string | null;
  /** JSON text, secrets masked. */
  readonly properties: string | null;
  readonly clientToken: string | null;
}
