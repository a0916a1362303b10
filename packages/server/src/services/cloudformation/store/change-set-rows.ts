import type { Change, ChangeSetStatus, ExecutionStatus } from '@aws-sdk/client-cloudformation';
import type { Kysely } from 'kysely';
import type { Sealer } from '../../../kernel/sealer.ts';
import type { Definition, NestedChangeSets, OnFailure } from './records.ts';
import { openJson, sealJson } from './sealed-json.ts';
import type { CloudformationTables } from './tables.ts';

export interface ChangeSetRecord {
  /** Its ARN. */
  readonly id: string;
  readonly name: string;
  readonly stackId: string;
  readonly stackName: string;
  readonly type: 'CREATE' | 'UPDATE';
  readonly description: string | null;
  readonly createdAt: number;
  readonly status: ChangeSetStatus;
  readonly statusReason: string | null;
  readonly executionStatus: ExecutionStatus;
  /** Null when what was given cannot be read: a nested one that has failed. */
  readonly definition: Definition | null;
  readonly changes: readonly Change[];
  readonly onStackFailure: OnFailure | null;
  readonly includeNestedStacks: boolean;
  readonly clientToken: string | null;
  /** Both of nested ones only. */
  readonly parentChangeSetId?: string;
  readonly rootChangeSetId?: string;
  /** The change sets that belong to it. */
  readonly nested?: NestedChangeSets;
}

export class ChangeSetRows {
  readonly #db: Kysely<CloudformationTables>;
  readonly #sealer: Sealer;

  constructor(db: Kysely<CloudformationTables>, sealer: Sealer) {
    this.#db = db;
    this.#sealer = sealer;
  }

  async byId(id: string): Promise<ChangeSetRecord | null> {
    const row = await this.#db.selectFrom('cfnChangeSets').selectAll().where('id', '=', id).executeTakeFirst();
    return row ? openJson<ChangeSetRecord>(this.#sealer, row.data, row.id) : null;
  }

  /** Oldest first. */
  async ofStack(stackId: string): Promise<ChangeSetRecord[]> {
    const rows = await this.#db
      .selectFrom('cfnChangeSets')
      .selectAll()
      .where('stackId', '=', stackId)
      .orderBy('createdAt')
      .orderBy('name')
      .execute();
    return rows.map((row) => openJson<ChangeSetRecord>(this.#sealer, row.data, row.id));
  }

  async save(changeSet: ChangeSetRecord): Promise<void> {
    const { id, stackId, name, createdAt } = changeSet;
    const data = sealJson(this.#sealer, changeSet, id);
    await this.#db
      .insertInto('cfnChangeSets')
      .values({ id, stackId, name, createdAt, data })
      .onConflict((conflict) => conflict.column('id').doUpdateSet({ data }))
      .execute();
  }

  async delete(id: string): Promise<void> {
    await this.#db.deleteFrom('cfnChangeSets').where('id', '=', id).execute();
  }
}
