import { type Call, operationsOf } from '../service.ts';
import type { CloudformationState } from './state.ts';

export const operation = operationsOf<'cloudformation', CloudformationState>();

export type CloudformationCall = Call<CloudformationState>;
