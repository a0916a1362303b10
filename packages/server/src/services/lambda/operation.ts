import { type Call, operationsOf } from '../service.ts';
import type { LambdaState } from './state.ts';

export const operation = operationsOf<'lambda', LambdaState>();

export type LambdaCall = Call<LambdaState>;
