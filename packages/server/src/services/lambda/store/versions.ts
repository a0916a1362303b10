import type { ExpressionBuilder, Kysely, Transaction } from 'kysely';
import type { Sealer } from '../../../kernel/sealer.ts';
import type { Scope } from '../../service.ts';
import type {
  Definition,
  FunctionKey,
  FunctionVersion,
  Revision,
  UpdateStatus,
  VersionState,
} from '../function-version.ts';
import { type CodeOrigin, keepDefinition, releaseDefinition } from './code-references.ts';
import type { LambdaTables, VersionRow } from './tables.ts';

type Db = Kysely<LambdaTables>;
type Tx = Transaction<LambdaTables>;

export interface VersionPage {
  readonly scope: Scope;
  /** Only this function's versions. */
  readonly name?: string;
  /** Only $LATEST of each function. */
  readonly latestOnly?: boolean;
  readonly after?: { readonly name: string; readonly number: number };
  readonly limit: number;
}

/** Versions of functions; environment variables are sealed on their way into the table. */
export class VersionStore {
  readonly #sealer: Sealer;

  constructor(sealer: Sealer) {
    this.#sealer = sealer;
  }

  async insert(tx: Tx, version: FunctionVersion, origin: CodeOrigin): Promise<void> {
    await tx.insertInto('lambda_versions').values(this.#toRow(version)).execute();
    await keepDefinition(tx, version.current.definition, origin);
  }

  async find(db: Db, key: FunctionKey, version: string): Promise<FunctionVersion | null> {
    const row = await db.selectFrom('lambda_versions').selectAll().where(isVersion(key, version)).executeTakeFirst();
    return row ? this.#fromRow(row) : null;
  }

  /** Writes everything that can change: revisions, state, update status, RevisionId. */
  async replace(tx: Tx, before: FunctionVersion, after: FunctionVersion, origin: CodeOrigin = 'held'): Promise<void> {
    const { account: _account, region: _region, name: _name, version: _version, ...columns } = this.#toRow(after);
    await tx.updateTable('lambda_versions').set(columns).where(isVersion(after, after.version)).execute();
    const held = new Set(revisionsOf(before).map((revision) => revision.id));
    const wanted = new Set(revisionsOf(after).map((revision) => revision.id));
    for (const revision of revisionsOf(after))
      if (!held.has(revision.id)) await keepDefinition(tx, revision.definition, origin);
    for (const revision of revisionsOf(before))
      if (!wanted.has(revision.id)) await releaseDefinition(tx, revision.definition);
  }

  async delete(tx: Tx, version: FunctionVersion): Promise<void> {
    await tx.deleteFrom('lambda_versions').where(isVersion(version, version.version)).execute();
    for (const revision of revisionsOf(version)) await releaseDefinition(tx, revision.definition);
  }

  async listAll(db: Db, key: FunctionKey): Promise<FunctionVersion[]> {
    return this.page(db, { scope: key, name: key.name, limit: Number.MAX_SAFE_INTEGER });
  }

  /** By name, then $LATEST, then numbers ascending. */
  async page(db: Db, page: VersionPage): Promise<FunctionVersion[]> {
    const { account, region } = page.scope;
    let query = db
      .selectFrom('lambda_versions')
      .selectAll()
      .where('account', '=', account)
      .where('region', '=', region);
    if (page.name !== undefined) query = query.where('name', '=', page.name);
    if (page.latestOnly) query = query.where('number', '=', 0);
    const { after } = page;
    if (after) {
      query = query.where((where) =>
        where.or([
          where('name', '>', after.name),
          where.and([where('name', '=', after.name), where('number', '>', after.number)]),
        ]),
      );
    }
    const rows = await query.orderBy('name').orderBy('number').limit(page.limit).execute();
    return rows.map((row) => this.#fromRow(row));
  }

  /** The newest published one. */
  async findNewest(db: Db, key: FunctionKey): Promise<FunctionVersion | null> {
    const { account, region, name } = key;
    const row = await db
      .selectFrom('lambda_versions')
      .selectAll()
      .where((where) => where.and({ account, region, name }))
      .where('number', '>', 0)
      .orderBy('number', 'desc')
      .limit(1)
      .executeTakeFirst();
    return row ? this.#fromRow(row) : null;
  }

  /** Of every account: what a restart has to take up again. */
  async findUnsettled(db: Db): Promise<FunctionVersion[]> {
    const rows = await db
      .selectFrom('lambda_versions')
      .selectAll()
      .where((where) => where.or([where('state', '=', 'Pending'), where('update_status', '=', 'InProgress')]))
      .execute();
    return rows.map((row) => this.#fromRow(row));
  }

  async sumCodeSize(db: Db, scope: Scope): Promise<number> {
    const row = await db
      .selectFrom('lambda_versions')
      .select(({ fn }) => fn.sum<number | null>('code_size').as('total'))
      .where('account', '=', scope.account)
      .where('region', '=', scope.region)
      .executeTakeFirst();
    return row?.total ?? 0;
  }

  #toRow(version: FunctionVersion): VersionRow {
    const { account, region, name, current, previous, state, lastUpdate } = version;
    return {
      account,
      region,
      name,
      version: version.version,
      number: version.version === '$LATEST' ? 0 : Number(version.version),
      definition_id: current.id,
      definition: withoutEnvironment(current),
      environment: this.#seal(version, current),
      previous_id: previous?.id ?? null,
      previous_definition: previous ? withoutEnvironment(previous) : null,
      previous_environment: previous ? this.#seal(version, previous) : null,
      code_size: current.definition.code.size,
      revision_id: version.revisionId,
      last_modified: version.lastModified,
      state: state.value,
      state_reason: state.reason,
      state_reason_code: state.code,
      update_status: lastUpdate?.value ?? null,
      update_reason: lastUpdate?.reason ?? null,
      update_reason_code: lastUpdate?.code ?? null,
    };
  }

  #fromRow(row: VersionRow): FunctionVersion {
    const { account, region, name, version } = row;
    const key = { account, region, name };
    const open = (id: string, definition: string, sealed: Uint8Array | null): Revision => {
      const plain = JSON.parse(definition) as Definition;
      return { id, definition: sealed ? { ...plain, environment: this.#open(key, version, id, sealed) } : plain };
    };
    return {
      ...key,
      version,
      current: open(row.definition_id, row.definition, row.environment),
      previous:
        row.previous_id === null ? null : open(row.previous_id, row.previous_definition!, row.previous_environment),
      revisionId: row.revision_id,
      lastModified: row.last_modified,
      state: { value: row.state as VersionState['value'], reason: row.state_reason, code: row.state_reason_code },
      lastUpdate:
        row.update_status === null
          ? null
          : {
              value: row.update_status as UpdateStatus['value'],
              reason: row.update_reason,
              code: row.update_reason_code,
            },
    };
  }

  #seal(version: FunctionVersion, { id, definition }: Revision): Uint8Array | null {
    if (!definition.environment) return null;
    return this.#sealer.seal(JSON.stringify(definition.environment), sealingContext(version, version.version, id));
  }

  #open(key: FunctionKey, version: string, id: string, sealed: Uint8Array): Record<string, string> {
    return JSON.parse(this.#sealer.open(sealed, sealingContext(key, version, id)).toString()) as Record<string, string>;
  }
}

function sealingContext({ account, region, name }: FunctionKey, version: string, id: string): string {
  return `lambda-environment/${account}/${region}/${name}/${version}/${id}`;
}

function withoutEnvironment({ definition }: Revision): string {
  const { environment: _sealed, ...plain } = definition;
  return JSON.stringify(plain);
}

function revisionsOf(version: FunctionVersion): Revision[] {
  return version.previous ? [version.current, version.previous] : [version.current];
}

function isVersion({ account, region, name }: FunctionKey, version: string) {
  return (where: ExpressionBuilder<LambdaTables, 'lambda_versions'>) => where.and({ account, region, name, version });
}
