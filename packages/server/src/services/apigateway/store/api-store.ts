import type { Kysely, Transaction } from 'kysely';
import type { Storage } from '../../../storage/storage.ts';
import { ApiRows } from './api-rows.ts';
import { KeyRows } from './key-rows.ts';
import type { ApiGatewayTables } from './tables.ts';

/** API Gateway's tables. */
export class ApiStore {
  readonly #storage: Storage;

  constructor(storage: Storage) {
    this.#storage = storage;
  }

  read<Result>(unit: (rows: ApiRows) => Promise<Result>): Promise<Result> {
    return this.#storage.read<ApiGatewayTables, Result>((db) => unit(new ApiRows(db)));
  }

  write<Result>(unit: (rows: ApiRows) => Promise<Result>): Promise<Result> {
    return this.#storage.write<ApiGatewayTables, Result>((tx) => unit(new ApiRows(tx, tx)));
  }

  readKeys<Result>(unit: (rows: KeyRows) => Promise<Result>): Promise<Result> {
    return this.#storage.read<ApiGatewayTables, Result>((db: Kysely<ApiGatewayTables>) => unit(new KeyRows(db)));
  }

  writeKeys<Result>(unit: (rows: KeyRows) => Promise<Result>): Promise<Result> {
    return this.#storage.write<ApiGatewayTables, Result>((tx: Transaction<ApiGatewayTables>) =>
      unit(new KeyRows(tx, tx)),
    );
  }
}
