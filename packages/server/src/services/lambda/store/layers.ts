import type { ExpressionBuilder, Kysely, Transaction } from 'kysely';
import { keep, release } from '../../../storage/blob-references.ts';
import type { Scope } from '../../service.ts';
import type { CodePackage, FunctionKey } from '../function-version.ts';
import type { Statement } from '../rules/permission-statements.ts';
import type { LambdaTables, LayerVersionRow } from './tables.ts';

type Db = Kysely<LambdaTables>;
type Tx = Transaction<LambdaTables>;

export interface LayerVersion extends FunctionKey {
  readonly version: number;
  readonly description: string;
  readonly license: string | null;
  readonly runtimes: readonly string[];
  readonly architectures: readonly string[];
  readonly content: CodePackage;
  /** Epoch milliseconds. */
  readonly createdAt: number;
  readonly statements: readonly Statement[];
  /** Null without a policy. */
  readonly policyRevision: string | null;
}

/** The content has just been put into the blobs. */
export async function insertLayerVersion(tx: Tx, layer: LayerVersion): Promise<void> {
  const { account, region, name, version, description, license, content } = layer;
  const row: LayerVersionRow = {
    account,
    region,
    name,
    version,
    description,
    license,
    runtimes: JSON.stringify(layer.runtimes),
    architectures: JSON.stringify(layer.architectures),
    sha256: content.sha256,
    size: content.size,
    unzipped_size: content.unzippedSize,
    created_at: layer.createdAt,
    statements: JSON.stringify(layer.statements),
    policy_revision: layer.policyRevision,
  };
  await tx.insertInto('lambda_layer_versions').values(row).execute();
  await keep(tx, content.sha256);
}

export async function findLayerVersion(db: Db, key: FunctionKey, version: number): Promise<LayerVersion | null> {
  const row = await db
    .selectFrom('lambda_layer_versions')
    .selectAll()
    .where(isLayerVersion(key, version))
    .executeTakeFirst();
  return row ? fromRow(row) : null;
}

export async function deleteLayerVersion(tx: Tx, layer: LayerVersion): Promise<void> {
  await tx.deleteFrom('lambda_layer_versions').where(isLayerVersion(layer, layer.version)).execute();
  await release(tx, layer.content.sha256);
}

export async function setLayerPolicy(
  tx: Tx,
  layer: LayerVersion,
  statements: readonly Statement[],
  revision: string | null,
): Promise<void> {
  const columns = { statements: JSON.stringify(statements), policy_revision: revision };
  await tx.updateTable('lambda_layer_versions').set(columns).where(isLayerVersion(layer, layer.version)).execute();
}

/** Newest first. */
export async function listLayerVersions(db: Db, { account, region, name }: FunctionKey): Promise<LayerVersion[]> {
  const rows = await db
    .selectFrom('lambda_layer_versions')
    .selectAll()
    .where((where) => where.and({ account, region, name }))
    .orderBy('version', 'desc')
    .execute();
  return rows.map(fromRow);
}

/** Every version of every layer: by name, newest first. */
export async function listLayers(db: Db, { account, region }: Scope): Promise<LayerVersion[]> {
  const rows = await db
    .selectFrom('lambda_layer_versions')
    .selectAll()
    .where((where) => where.and({ account, region }))
    .orderBy('name')
    .orderBy('version', 'desc')
    .execute();
  return rows.map(fromRow);
}

export async function sumLayerSize(db: Db, { account, region }: Scope): Promise<number> {
  const row = await db
    .selectFrom('lambda_layer_versions')
    .select(({ fn }) => fn.sum<number | null>('size').as('total'))
    .where((where) => where.and({ account, region }))
    .executeTakeFirst();
  return row?.total ?? 0;
}

function fromRow(row: LayerVersionRow): LayerVersion {
  const { account, region, name, description, license } = row;
  return {
    account,
    region,
    name,
    version: row.version,
    description,
    license,
    runtimes: JSON.parse(row.runtimes) as string[],
    architectures: JSON.parse(row.architectures) as string[],
    content: { sha256: row.sha256, size: row.size, unzippedSize: row.unzipped_size },
    createdAt: row.created_at,
    statements: JSON.parse(row.statements) as Statement[],
    policyRevision: row.policy_revision,
  };
}

function isLayerVersion({ account, region, name }: FunctionKey, version: number) {
  return (where: ExpressionBuilder<LambdaTables, 'lambda_layer_versions'>) =>
    where.and({ account, region, name, version });
}
