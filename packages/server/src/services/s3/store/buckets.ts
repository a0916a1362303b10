import { isUniqueViolation } from '../../../storage/constraint-violations.ts';
import { statement } from '../../../storage/statement.ts';
import type { Storage } from '../../../storage/storage.ts';
import { bucketNotEmpty } from '../errors.ts';
import { releaseData } from './data.ts';
import { randomId } from './random-id.ts';
import type { BucketRow, ConfigurationKind, Database, S3Tables, VersioningState } from './tables.ts';

export type NewBucket = Omit<BucketRow, 'id' | 'versioning'>;

/** What a bucket has from the moment it is created. */
export type Configurations = { readonly [Kind in ConfigurationKind]?: unknown };

export interface BucketQuery {
  readonly account: string;
  readonly prefix?: string | undefined;
  readonly region?: string | undefined;
  /** Names behind this one. */
  readonly after?: string | undefined;
  readonly limit: number;
}

const bucketNamed = statement((db: Database, { name }: { readonly name: string }) =>
  db.selectFrom('s3Buckets').selectAll().where('name', '=', name),
);

const configurationOf = statement(
  (db: Database, { id, kind }: { readonly id: number; readonly kind: ConfigurationKind }) =>
    db.selectFrom('s3BucketConfigurations').select('document').where('bucketId', '=', id).where('kind', '=', kind),
);

/** Buckets and what they are configured with. */
export class BucketStore {
  readonly #storage: Storage;

  constructor(storage: Storage) {
    this.#storage = storage;
  }

  /** False when the name is taken, by whomever. */
  async create(bucket: NewBucket, configurations: Configurations): Promise<boolean> {
    const id = randomId();
    try {
      await this.#storage.write<S3Tables, void>(async (tx) => {
        await tx
          .insertInto('s3Buckets')
          .values({ ...bucket, id, versioning: '' })
          .execute();
        for (const [kind, document] of Object.entries(configurations) as [ConfigurationKind, unknown][])
          await upsert(tx, id, kind, document);
      });
      return true;
    } catch (error) {
      if (isUniqueViolation(error)) return false;
      throw error;
    }
  }

  find(name: string): Promise<BucketRow | undefined> {
    return this.#storage.first(bucketNamed, { name });
  }

  list({ account, prefix, region, after, limit }: BucketQuery): Promise<BucketRow[]> {
    return this.#storage.read<S3Tables, BucketRow[]>((db) => {
      let select = db.selectFrom('s3Buckets').selectAll().where('account', '=', account);
      if (prefix) select = select.where('name', '>=', prefix).where('name', '<', `${prefix}\u{10FFFF}`);
      if (region) select = select.where('region', '=', region);
      if (after !== undefined) select = select.where('name', '>', after);
      return select.orderBy('name').limit(limit).execute();
    });
  }

  /** With its configuration and the uploads that were under way. Throws BucketNotEmpty. */
  delete({ id, name, versioning }: BucketRow): Promise<void> {
    return this.#storage.write<S3Tables, void>(async (tx) => {
      const versions = tx.selectFrom('s3Versions').select('isMarker').where('bucketId', '=', id);
      if (await versions.limit(1).executeTakeFirst()) throw bucketNotEmpty(name, versioning !== '');
      const uploads = await tx.selectFrom('s3Uploads').select('dataId').where('bucketId', '=', id).execute();
      for (const { dataId } of uploads) await releaseData(tx, { sha256: null, dataId });
      await tx.deleteFrom('s3Uploads').where('bucketId', '=', id).execute();
      await tx.deleteFrom('s3BucketConfigurations').where('bucketId', '=', id).execute();
      await tx.deleteFrom('s3Buckets').where('id', '=', id).execute();
    });
  }

  setVersioning(id: number, versioning: VersioningState): Promise<void> {
    return this.#storage.write<S3Tables, void>(async (tx) => {
      await tx.updateTable('s3Buckets').set({ versioning }).where('id', '=', id).execute();
    });
  }

  /** Null when the bucket has none of that kind. */
  async configuration<Document>(id: number, kind: ConfigurationKind): Promise<Document | null> {
    const row = await this.#storage.first(configurationOf, { id, kind });
    return row ? (JSON.parse(row.document) as Document) : null;
  }

  configure(id: number, kind: ConfigurationKind, document: unknown): Promise<void> {
    return this.#storage.write<S3Tables, void>((tx) => upsert(tx, id, kind, document));
  }

  unconfigure(id: number, kind: ConfigurationKind): Promise<void> {
    return this.#storage.write<S3Tables, void>(async (tx) => {
      await tx.deleteFrom('s3BucketConfigurations').where('bucketId', '=', id).where('kind', '=', kind).execute();
    });
  }
}

async function upsert(tx: Database, bucketId: number, kind: ConfigurationKind, value: unknown): Promise<void> {
  const document = JSON.stringify(value);
  await tx
    .insertInto('s3BucketConfigurations')
    .values({ bucketId, kind, document })
    .onConflict((conflict) => conflict.columns(['bucketId', 'kind']).doUpdateSet({ document }))
    .execute();
}
