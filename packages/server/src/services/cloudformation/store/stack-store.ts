import type { Kysely } from 'kysely';
import type { Sealer } from '../../../kernel/sealer.ts';
import type { Storage } from '../../../storage/storage.ts';
import { ChangeSetRows } from './change-set-rows.ts';
import { CustomRequestRows } from './custom-request-rows.ts';
import { ExportRows } from './export-rows.ts';
import { StackRows } from './stack-rows.ts';
import type { CloudformationTables } from './tables.ts';

/** All of CloudFormation's rows within one unit. */
export interface Rows {
  readonly stacks: StackRows;
  readonly changeSets: ChangeSetRows;
  readonly exports: ExportRows;
  readonly requests: CustomRequestRows;
}

export class StackStore {
  readonly #storage: Storage;
  readonly #sealer: Sealer;

  constructor(storage: Storage, sealer: Sealer) {
    this.#storage = storage;
    this.#sealer = sealer;
  }

  read<Result>(unit: (rows: Rows) => Promise<Result>): Promise<Result> {
    return this.#storage.read<CloudformationTables, Result>((db) => unit(this.#rows(db)));
  }

  write<Result>(unit: (rows: Rows) => Promise<Result>): Promise<Result> {
    return this.#storage.write<CloudformationTables, Result>((tx) => unit(this.#rows(tx)));
  }

  #rows(db: Kysely<CloudformationTables>): Rows {
    return {
      stacks: new StackRows(db, this.#sealer),
      changeSets: new ChangeSetRows(db, this.#sealer),
      exports: new ExportRows(db),
      requests: new CustomRequestRows(db, this.#sealer),
    };
  }
}
