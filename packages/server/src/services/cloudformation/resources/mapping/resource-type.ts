import type { Capability } from '@aws-sdk/client-cloudformation';
import type { Clock } from '../../../../kernel/clock.ts';
import type { AwsClients } from '../../../service.ts';
import type { StackIdentity } from '../../rules/template/scopes.ts';
import type { ValueMap } from '../../rules/values.ts';
import type { NestedChangeSet } from '../../store/records.ts';
import type { Members } from './schema.ts';
import type { PlainTag } from './tagging.ts';

/**
 * One type of resource as a mapping onto its service's own operations. `Properties` is what the schema lets through.
 * An error that it throws fails the resource with the error's message.
 */
export interface ResourceType<Properties = any> {
  readonly name: string;
  /** Every property that is honoured. Any other one fails the resource. */
  readonly properties: Members;
  readonly required: readonly string[];
  /** Whatever else a template gives it: its function knows what to do with it (custom resources). */
  readonly anyProperties?: true;
  /** A change of one of these needs a new physical resource; `all`: so does any change. */
  readonly replacedBy: readonly string[] | 'all';
  /** The property with which a template chooses the physical name: replacing needs another one. */
  readonly nameProperty?: string;
  /** What Fn::GetAtt may ask for; `open`: the resource itself decides (custom resources). */
  readonly attributes: readonly string[] | 'open';
  /** Every update of the stack updates it, its properties may be the same: what they lead to can have changed. */
  readonly alwaysUpdates?: true;
  /** `create` may run again for the same step: what it did before is found or simply set again. */
  readonly resumable?: true;
  /**
   * The physical id of what `create` would make, if it is there already: what a crash left between a service's commit and
   * ours is known by its name, by the id that follows from `idToken`, or by when it was made.
   */
  find?(context: ResourceContext, properties: Properties): Promise<string | null>;
  /** Calls `context.created` as soon as the service has made the resource; returns when it is ready for use. */
  create(context: ResourceContext, properties: Properties): Promise<Made>;
  /** Brings a resource from `existing` to `next`. Absent when every change replaces. May run again after a crash. */
  update?(context: ResourceContext, existing: Existing<Properties>, next: Properties): Promise<Made>;
  /** Takes a failed or finished update back, where `update` with the properties of before would not lead there. */
  restore?(context: ResourceContext, existing: Existing<Properties>, before: Existing<Properties>): Promise<Made>;
  /** Deleting what is not there is no error. */
  delete(context: ResourceContext, existing: Existing<Properties>): Promise<void>;
}

export interface Made {
  readonly physicalId: string;
  /** Values of Fn::GetAtt. */
  readonly attributes: ValueMap;
}

export interface Existing<Properties> extends Made {
  readonly properties: Properties;
}

/** What a resource is made with. */
export interface ResourceContext extends StackIdentity {
  readonly logicalId: string;
  readonly type: string;
  /** The operation and the token: the same for the same step after a restart. */
  readonly step: string;
  /** Twelve random characters, the end of generated names. */
  readonly token: string;
  /** With this the service that makes the resource chooses its id, so that the same step leads to the same one. */
  readonly idToken: string;
  /** When the last step of the resource was recorded, epoch milliseconds: it is not older than that. */
  readonly since: number;
  /** `aws:cloudformation:…`, for the types that AWS tags with them (`cloudFormationSystemTags` in its registry's schemas). */
  readonly systemTags: readonly PlainTag[];
  /** Other services' operations, acting as whoever deploys. */
  readonly aws: AwsClients;
  readonly clock: Clock;
  /** The change set that a nested stack carries out as part of its parent's. */
  readonly changeSet: NestedChangeSet | null;
  /** What whoever deploys has acknowledged. */
  readonly capabilities: readonly Capability[];
  /** Aborted when the platform stops, or the deployment is not to go on. */
  readonly signal: AbortSignal;
  readonly custom: CustomResources;
  /** Records the physical id, at once and durably. */
  created(physicalId: string): Promise<void>;
}

/** Calls a custom resource's function and waits for its answer. */
export interface CustomResources {
  request(context: ResourceContext, request: CustomResourceRequest): Promise<CustomResourceAnswer>;
}

export interface CustomResourceRequest {
  readonly requestType: 'Create' | 'Update' | 'Delete';
  readonly physicalId?: string;
  readonly properties: ValueMap;
  readonly oldProperties?: ValueMap;
}

export interface CustomResourceAnswer {
  readonly physicalId: string;
  readonly data: ValueMap;
}

export function defineResourceType<Properties>(type: ResourceType<Properties>): ResourceType<Properties> {
  return type;
}
