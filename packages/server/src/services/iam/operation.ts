import { type Call, operationsOf } from '../service.ts';
import type { Identities } from './identities.ts';
import type { IamStore } from './store.ts';

/** What IAM's `start` returns: its tables, and what the gateway and the engine may ask of it. */
export interface IamState extends Identities {
  readonly store: IamStore;
}

export type IamCall = Call<IamState>;

export const operation = operationsOf<'iam', IamState>();
