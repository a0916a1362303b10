import { Refusal } from '../agree.ts';
import { LOGICAL_IDS, type LogGroupSpec, type StackSpec, templateOf } from './stack-template.ts';

export interface StackModel {
  status: string;
  /** What exists of it; null when nothing does. */
  spec: StackSpec | null;
  /** Its bucket cannot be deleted then. */
  bucketIsFull: boolean;
}

/** A step that a deployment cannot take. */
class Failure extends Error {}

type Group = 'First' | 'Kept';
const GROUPS = ['First', 'Kept'] as const;

/** An account's stacks and what is in it, as the CloudFormation user guide has it. */
export class AccountModel {
  readonly stacks = new Map<string, StackModel>();
  /** Days of retention by name, whoever made the group. */
  readonly logGroups = new Map<string, number | null>();
  /** Versioning of the buckets that no stack has any more. */
  readonly leftBuckets: string[] = [];

  /** Whether a group is no stack's. */
  isForeign(name: string): boolean {
    return ![...this.stacks.values()].some(({ spec }) => GROUPS.some((id) => spec?.[id]?.name === name));
  }

  /** The stack that exports, and what. */
  get exporter(): { readonly name: string; readonly value: number } | undefined {
    for (const [name, { spec }] of this.stacks) {
      if (spec && spec.exported !== null) return { name, value: spec.exported };
    }
    return undefined;
  }

  get importers(): string[] {
    return [...this.stacks].flatMap(([name, { spec }]) => (spec?.First?.retention === 'imported' ? [name] : []));
  }

  create(name: string, spec: StackSpec): string {
    if (this.stacks.has(name)) throw new Refusal('AlreadyExistsException');
    const stack: StackModel = { status: 'CREATE_COMPLETE', spec, bucketIsFull: false };
    const undo = new Map(this.logGroups);
    try {
      this.#deploy(name, null, spec);
    } catch (error) {
      this.#goBack(error, undo, spec, null);
      this.stacks.set(name, { ...stack, status: 'ROLLBACK_COMPLETE', spec: null });
      return 'ROLLBACK_COMPLETE';
    }
    this.stacks.set(name, stack);
    return stack.status;
  }

  update(name: string, spec: StackSpec): string {
    const stack = this.stacks.get(name);
    if (!stack?.spec || stack.status === 'DELETE_FAILED') throw new Refusal('ValidationError');
    if (templateOf(stack.spec) === templateOf(spec)) throw new Refusal('ValidationError');
    const undo = new Map(this.logGroups);
    const before = stack.spec;
    try {
      this.#deploy(name, before, spec);
    } catch (error) {
      this.#goBack(error, undo, spec, before);
      stack.status = 'UPDATE_ROLLBACK_COMPLETE';
      return stack.status;
    }
    this.#cleanUp(stack, before, spec);
    stack.spec = spec;
    stack.status = 'UPDATE_COMPLETE';
    return stack.status;
  }

  /** Null when there is nothing to delete. */
  delete(name: string, retained: readonly string[]): string | null {
    const stack = this.stacks.get(name);
    if (!stack) return null;
    if (retained.length > 0 && stack.status !== 'DELETE_FAILED') throw new Refusal('ValidationError');
    if (this.exporter?.name === name && this.importers.length > 0) throw new Refusal('ValidationError');
    if (stack.bucketIsFull && !retained.includes('Bucket')) return (stack.status = 'DELETE_FAILED');
    const first = stack.spec?.First;
    if (first) this.logGroups.delete(first.name);
    if (retained.includes('Bucket') && stack.spec?.Bucket) this.leftBuckets.push(stack.spec.Bucket.versioning);
    this.stacks.delete(name);
    return 'DELETE_COMPLETE';
  }

  /** Resources one after the other, then the exports. Throws a Failure where it stops. */
  #deploy(name: string, before: StackSpec | null, after: StackSpec): void {
    for (const id of GROUPS) {
      const group = after[id];
      if (!group) continue;
      const days = this.#retentionOf(group);
      if (before?.[id]?.name !== group.name && this.logGroups.has(group.name)) throw new Failure(id);
      this.logGroups.set(group.name, days);
    }
    this.#checkExports(name, before, after);
  }

  #retentionOf({ retention }: LogGroupSpec): number | null {
    if (retention !== 'imported') return retention;
    if (!this.exporter) throw new Failure('First');
    return this.exporter.value;
  }

  #checkExports(name: string, before: StackSpec | null, after: StackSpec): void {
    const { exporter } = this;
    if (after.exported !== null && exporter && exporter.name !== name) throw new Failure('exports');
    const isChanged = before !== null && before.exported !== null && before.exported !== after.exported;
    if (isChanged && this.importers.some((importer) => importer !== name)) throw new Failure('exports');
  }

  /** Everything is as before, but for a new group that is to be kept. */
  #goBack(error: unknown, undo: ReadonlyMap<string, number | null>, spec: StackSpec, before: StackSpec | null): void {
    if (!(error instanceof Failure)) throw error;
    const kept = spec.Kept;
    const stays = kept && !before?.Kept && error.message === 'exports' ? this.logGroups.get(kept.name)! : undefined;
    this.logGroups.clear();
    for (const [group, days] of undo) this.logGroups.set(group, days);
    if (stays !== undefined) this.logGroups.set(kept!.name, stays);
  }

  /** After an update: what was replaced goes; what is no longer asked for goes unless it is to be kept, or cannot. */
  #cleanUp(stack: StackModel, before: StackSpec, after: StackSpec): void {
    for (const id of GROUPS) {
      if (before[id] && before[id].name !== after[id]?.name && goes(id, after)) this.logGroups.delete(before[id].name);
    }
    if (before.Bucket && !after.Bucket) {
      if (stack.bucketIsFull) this.leftBuckets.push(before.Bucket.versioning);
      stack.bucketIsFull = false;
    }
  }
}

/** A group that was replaced goes by `UpdateReplacePolicy`, which is Delete; one that was taken out by `DeletionPolicy`. */
function goes(id: Group, after: StackSpec): boolean {
  return id === 'First' || after[id] !== null;
}

export function logicalIdsOf(spec: StackSpec | null): string[] {
  return LOGICAL_IDS.filter((id) => spec?.[id]);
}
