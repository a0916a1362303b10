import { type Call, operationsOf } from '../service.ts';

/** STS keeps nothing: a session's token carries its claims. */
export type StsState = null;

export type StsCall = Call<StsState>;

export const operation = operationsOf<'sts', StsState>();
