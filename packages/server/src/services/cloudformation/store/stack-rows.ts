import type { Kysely } from 'kysely';
import type { Sealer } from '../../../kernel/sealer.ts';
import type { Scope } from '../../service.ts';
import type { EventRecord, ResourceRecord, StackRecord } from './records.ts';
import { openJson, sealJson } from './sealed-json.ts';
import type { CloudformationTables } from './tables.ts';

/** Stacks, their resources and their events. */
export class StackRows {
  readonly #db: Kysely<CloudformationTables>;
  readonly #sealer: Sealer;

  constructor(db: Kysely<CloudformationTables>, sealer: Sealer) {
    this.#db = db;
    this.#sealer = sealer;
  }

  async byId(id: string): Promise<StackRecord | null> {
    const row = await this.#db.selectFrom('cfnStacks').selectAll().where('id', '=', id).executeTakeFirst();
    return row ? this.#open(row) : null;
  }

  /** Deleted stacks have given up their names. */
  async byName({ account, region }: Scope, name: string): Promise<StackRecord | null> {
    const row = await this.#db
      .selectFrom('cfnStacks')
      .selectAll()
      .where('account', '=', account)
      .where('region', '=', region)
      .where('liveName', '=', name)
      .executeTakeFirst();
    return row ? this.#open(row) : null;
  }

  /** Newest first, deleted ones included. */
  async all({ account, region }: Scope): Promise<StackRecord[]> {
    const rows = await this.#db
      .selectFrom('cfnStacks')
      .selectAll()
      .where('account', '=', account)
      .where('region', '=', region)
      .orderBy('createdAt', 'desc')
      .orderBy('id')
      .execute();
    return rows.map((row) => this.#open(row));
  }

  /** Of every account and region: those whose work a restart has to take up. */
  async busy(): Promise<string[]> {
    const rows = await this.#db.selectFrom('cfnStacks').select('id').where('busy', '=', 1).execute();
    return rows.map(({ id }) => id);
  }

  async save(stack: StackRecord): Promise<void> {
    const changing = {
      liveName: stack.status === 'DELETE_COMPLETE' ? null : stack.name,
      busy: stack.operation && !stack.operation.paused ? 1 : 0,
      data: sealJson(this.#sealer, stack, stack.id),
    };
    const { id, account, region, createdAt } = stack;
    await this.#db
      .insertInto('cfnStacks')
      .values({ id, account, region, createdAt, ...changing })
      .onConflict((conflict) => conflict.column('id').doUpdateSet(changing))
      .execute();
  }

  /** In no order. */
  async resources(stackId: string): Promise<ResourceRecord[]> {
    const rows = await this.#db.selectFrom('cfnResources').selectAll().where('stackId', '=', stackId).execute();
    return rows.map((row) => openJson<ResourceRecord>(this.#sealer, row.data, resourceContext(stackId, row.logicalId)));
  }

  async saveResource(stackId: string, resource: ResourceRecord): Promise<void> {
    const { logicalId } = resource;
    const data = sealJson(this.#sealer, resource, resourceContext(stackId, logicalId));
    await this.#db
      .insertInto('cfnResources')
      .values({ stackId, logicalId, data })
      .onConflict((conflict) => conflict.columns(['stackId', 'logicalId']).doUpdateSet({ data }))
      .execute();
  }

  async deleteResource(stackId: string, logicalId: string): Promise<void> {
    await this.#db
      .deleteFrom('cfnResources')
      .where('stackId', '=', stackId)
      .where('logicalId', '=', logicalId)
      .execute();
  }

  async addEvents(stackId: string, events: readonly EventRecord[]): Promise<void> {
    const last = await this.#db
      .selectFrom('cfnEvents')
      .select((query) => query.fn.max('sequence').as('sequence'))
      .where('stackId', '=', stackId)
      .executeTakeFirst();
    let sequence = last?.sequence ?? 0;
    for (const event of events) {
      sequence += 1;
      await this.#db
        .insertInto('cfnEvents')
        .values({ stackId, sequence, data: JSON.stringify(event) })
        .execute();
    }
  }

  /** Newest first, those before `before`. */
  async events(
    stackId: string,
    before: number,
    limit: number,
  ): Promise<{ readonly sequence: number; readonly event: EventRecord }[]> {
    const rows = await this.#db
      .selectFrom('cfnEvents')
      .selectAll()
      .where('stackId', '=', stackId)
      .where('sequence', '<', before)
      .orderBy('sequence', 'desc')
      .limit(limit)
      .execute();
    return rows.map(({ sequence, data }) => ({ sequence, event: JSON.parse(data) as EventRecord }));
  }

  #open(row: { readonly id: string; readonly data: Uint8Array }): StackRecord {
    return openJson<StackRecord>(this.#sealer, row.data, row.id);
  }
}

function resourceContext(stackId: string, logicalId: string): string {
  return `${stackId}/${logicalId}`;
}
