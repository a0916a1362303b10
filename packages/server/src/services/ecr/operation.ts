import { operationsOf } from '../service.ts';

export const operation = operationsOf<'ecr', null>();
