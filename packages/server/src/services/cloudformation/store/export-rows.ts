import type { Kysely } from 'kysely';
import type { Scope } from '../../service.ts';
import type { CloudformationTables, ExportRow } from './tables.ts';

/** Exported outputs, and which stacks import them; one account and region at a time. */
export class ExportRows {
  readonly #db: Kysely<CloudformationTables>;

  constructor(db: Kysely<CloudformationTables>) {
    this.#db = db;
  }

  /** By name. */
  all({ account, region }: Scope): Promise<ExportRow[]> {
    return this.#db
      .selectFrom('cfnExports')
      .selectAll()
      .where('account', '=', account)
      .where('region', '=', region)
      .orderBy('name')
      .execute();
  }

  async importers({ account, region }: Scope, name: string): Promise<string[]> {
    const rows = await this.#db
      .selectFrom('cfnImports')
      .select('stackId')
      .where('account', '=', account)
      .where('region', '=', region)
      .where('name', '=', name)
      .execute();
    return rows.map(({ stackId }) => stackId);
  }

  /** The stack's exports become `exports` and no others. */
  async replaceExports(
    { account, region }: Scope,
    stackId: string,
    exports: readonly Pick<ExportRow, 'name' | 'value'>[],
  ): Promise<void> {
    await this.#db.deleteFrom('cfnExports').where('stackId', '=', stackId).execute();
    for (const { name, value } of exports) {
      await this.#db.insertInto('cfnExports').values({ account, region, name, stackId, value }).execute();
    }
  }

  async replaceImports({ account, region }: Scope, stackId: string, names: readonly string[]): Promise<void> {
    await this.#db.deleteFrom('cfnImports').where('stackId', '=', stackId).execute();
    for (const name of names) {
      await this.#db.insertInto('cfnImports').values({ account, region, name, stackId }).execute();
    }
  }
}
