import { operationsOf } from '../service.ts';
import type { LogsState } from './state.ts';

export const operation = operationsOf<'logs', LogsState>();
