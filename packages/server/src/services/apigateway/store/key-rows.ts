import type { Kysely, Transaction } from 'kysely';
import { signalOnCommit } from '../../../storage/signals.ts';
import type { Scope } from '../../service.ts';
import type { KeyDocument, PlanDocument } from '../rules/keys.ts';
import type { ApiGatewayTables } from './tables.ts';

/** Announced after a commit that changes what keys open. */
export const KEYS_CHANGED = 'apigateway-keys-changed';

/** API keys, usage plans and what was used of them, within one unit. */
export class KeyRows {
  readonly #db: Kysely<ApiGatewayTables>;
  readonly #tx: Transaction<ApiGatewayTables> | undefined;

  /** `tx`: the same database, when the unit may write. */
  constructor(db: Kysely<ApiGatewayTables>, tx?: Transaction<ApiGatewayTables>) {
    this.#db = db;
    this.#tx = tx;
  }

  async key(scope: Scope, id: string): Promise<KeyDocument | undefined> {
    return (await this.keys(scope)).find((key) => key.id === id);
  }

  async keyByValue({ account, region }: Scope, value: string): Promise<KeyDocument | undefined> {
    const row = await this.#db
      .selectFrom('apigatewayKeys')
      .select('content')
      .where('account', '=', account)
      .where('region', '=', region)
      .where('value', '=', value)
      .executeTakeFirst();
    return row && (JSON.parse(row.content) as KeyDocument);
  }

  async keys({ account, region }: Scope): Promise<KeyDocument[]> {
    const rows = await this.#db
      .selectFrom('apigatewayKeys')
      .select('content')
      .where('account', '=', account)
      .where('region', '=', region)
      .execute();
    return rows.map((row) => JSON.parse(row.content) as KeyDocument);
  }

  /** Adds or replaces. */
  async putKey({ account, region }: Scope, key: KeyDocument): Promise<void> {
    this.#announce();
    const { id, value } = key;
    const content = JSON.stringify(key);
    await this.#db
      .insertInto('apigatewayKeys')
      .values({ account, region, id, value, content })
      .onConflict((conflict) => conflict.columns(['account', 'region', 'id']).doUpdateSet({ value, content }))
      .execute();
  }

  /** Also out of the plans that it belongs to. */
  async deleteKey(scope: Scope, id: string): Promise<void> {
    this.#announce();
    for (const plan of await this.plans(scope)) {
      if (!plan.keyIds.includes(id)) continue;
      await this.putPlan(scope, { ...plan, keyIds: plan.keyIds.filter((keyId) => keyId !== id) });
    }
    await this.#db
      .deleteFrom('apigatewayKeys')
      .where('account', '=', scope.account)
      .where('region', '=', scope.region)
      .where('id', '=', id)
      .execute();
  }

  async plan({ account, region }: Scope, id: string): Promise<PlanDocument | undefined> {
    const row = await this.#db
      .selectFrom('apigatewayPlans')
      .select('content')
      .where('account', '=', account)
      .where('region', '=', region)
      .where('id', '=', id)
      .executeTakeFirst();
    return row && (JSON.parse(row.content) as PlanDocument);
  }

  async plans({ account, region }: Scope): Promise<PlanDocument[]> {
    const rows = await this.#db
      .selectFrom('apigatewayPlans')
      .select('content')
      .where('account', '=', account)
      .where('region', '=', region)
      .execute();
    return rows.map((row) => JSON.parse(row.content) as PlanDocument);
  }

  /** Adds or replaces. */
  async putPlan({ account, region }: Scope, plan: PlanDocument): Promise<void> {
    this.#announce();
    const content = JSON.stringify(plan);
    await this.#db
      .insertInto('apigatewayPlans')
      .values({ account, region, id: plan.id, content })
      .onConflict((conflict) => conflict.columns(['account', 'region', 'id']).doUpdateSet({ content }))
      .execute();
  }

  async deletePlan({ account, region }: Scope, id: string): Promise<void> {
    this.#announce();
    await this.#db.deleteFrom('apigatewayUsage').where('planId', '=', id).execute();
    await this.#db
      .deleteFrom('apigatewayPlans')
      .where('account', '=', account)
      .where('region', '=', region)
      .where('id', '=', id)
      .execute();
  }

  /** What a key used of a plan, by day, in the order of days. */
  usage(planId: string, from: string, to: string): Promise<{ keyId: string; day: string; used: number }[]> {
    return this.#db
      .selectFrom('apigatewayUsage')
      .select(['keyId', 'day', 'used'])
      .where('planId', '=', planId)
      .where('day', '>=', from)
      .where('day', '<=', to)
      .orderBy('day')
      .execute();
  }

  /** Counts one request, unless those since `from` have reached `limit`; false then. */
  async countRequest(planId: string, keyId: string, day: string, from: string, limit: number): Promise<boolean> {
    const used = (await this.usage(planId, from, day)).filter((row) => row.keyId === keyId);
    if (used.reduce((sum, row) => sum + row.used, 0) >= limit) return false;
    await this.#db
      .insertInto('apigatewayUsage')
      .values({ planId, keyId, day, used: 1 })
      .onConflict((conflict) =>
        conflict
          .columns(['planId', 'keyId', 'day'])
          .doUpdateSet({ used: (used.find((row) => row.day === day)?.used ?? 0) + 1 }),
      )
      .execute();
    return true;
  }

  #announce(): void {
    signalOnCommit(this.#tx!, KEYS_CHANGED);
  }
}
