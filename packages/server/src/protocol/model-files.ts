import { readFileSync } from 'node:fs';
import type { ServiceModel } from './model.ts';

/** Set by the build; the bundle finds its models beside itself. */
declare const HEARTH_BUNDLED: boolean | undefined;

/** Reads and parses a service's model; a service reads its own once, when it is first called. */
export function readModel(service: string): ServiceModel {
  const path = typeof HEARTH_BUNDLED === 'undefined' ? `../services/${service}/model.json` : `./models/${service}.json`;
  return JSON.parse(readFileSync(new URL(path, import.meta.url), 'utf8')) as ServiceModel;
}
