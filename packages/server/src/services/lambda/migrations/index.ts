import type { Migration } from '../../../storage/storage.ts';
import { createFunctions } from './001-functions.ts';
import { createLayers } from './002-layers.ts';

export const migrations: readonly Migration[] = [createFunctions, createLayers];
