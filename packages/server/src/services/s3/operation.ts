import { operationsOf } from '../service.ts';
import type { S3State } from './state.ts';

export const operation = operationsOf<'s3', S3State>();
