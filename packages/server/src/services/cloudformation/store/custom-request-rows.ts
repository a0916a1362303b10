import type { Kysely } from 'kysely';
import type { Sealer } from '../../../kernel/sealer.ts';
import type { CloudformationTables } from './tables.ts';

export interface CustomRequest {
  readonly id: string;
  readonly sent: boolean;
  readonly sentAt: number;
  /** The text that was put to the response URL; null until then. */
  readonly response: string | null;
}

/** Requests to functions behind custom resources, and what they answered. */
export class CustomRequestRows {
  readonly #db: Kysely<CloudformationTables>;
  readonly #sealer: Sealer;

  constructor(db: Kysely<CloudformationTables>, sealer: Sealer) {
    this.#db = db;
    this.#sealer = sealer;
  }

  /** The request of a step, made when it has none yet. */
  async ofStep(step: string, fresh: { readonly id: string; readonly stackId: string; readonly now: number }) {
    const { id, stackId, now } = fresh;
    await this.#db
      .insertInto('cfnCustomRequests')
      .values({ id, step, stackId, sent: 0, sentAt: now, response: null })
      .onConflict((conflict) => conflict.column('step').doNothing())
      .execute();
    const row = await this.#db.selectFrom('cfnCustomRequests').select('id').where('step', '=', step).executeTakeFirst();
    return (await this.byId(row!.id))!;
  }

  async byId(id: string): Promise<CustomRequest | null> {
    const row = await this.#db.selectFrom('cfnCustomRequests').selectAll().where('id', '=', id).executeTakeFirst();
    if (!row) return null;
    const response = row.response ? this.#sealer.open(row.response, row.id).toString() : null;
    return { id: row.id, sent: row.sent === 1, sentAt: row.sentAt, response };
  }

  async markSent(id: string): Promise<void> {
    await this.#db.updateTable('cfnCustomRequests').set({ sent: 1 }).where('id', '=', id).execute();
  }

  /** The first answer counts. False when there is no such request, or it has its answer. */
  async answer(id: string, response: string): Promise<boolean> {
    const { numUpdatedRows } = await this.#db
      .updateTable('cfnCustomRequests')
      .set({ response: this.#sealer.seal(response, id) })
      .where('id', '=', id)
      .where('response', 'is', null)
      .executeTakeFirst();
    return Number(numUpdatedRows) > 0;
  }

  async deleteOfStack(stackId: string): Promise<void> {
    await this.#db.deleteFrom('cfnCustomRequests').where('stackId', '=', stackId).execute();
  }
}
