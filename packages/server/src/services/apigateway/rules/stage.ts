import type { CreateStageCommandInput } from '@aws-sdk/client-api-gateway';
import { notImplemented } from '../../../kernel/errors.ts';
import { badRequest, conflict } from '../errors.ts';
import type { ApiDocument, MethodSettings, StageDocument } from './api.ts';
import type { PatchRule } from './patch.ts';

/** "Stage name: a-z, A-Z, 0-9, hyphens and underscores, at most 128 characters". */
const STAGE_NAME = /^[a-zA-Z0-9_-]{1,128}$/;
const VARIABLE_NAME = /^[A-Za-z0-9_]+$/;
const VARIABLE_VALUE = /^[A-Za-z0-9-._~:/?#&=,]*$/;

export function newStage(
  input: Pick<CreateStageCommandInput, 'stageName' | 'deploymentId' | 'description' | 'variables' | 'tags'>,
  now: number,
): StageDocument {
  const stage: StageDocument = {
    stageName: input.stageName!,
    deploymentId: input.deploymentId!,
    description: input.description,
    variables: input.variables ?? {},
    tags: input.tags ?? {},
    methodSettings: {},
    createdAt: now,
    updatedAt: now,
  };
  checkStage(stage);
  return stage;
}

export function checkStage({ stageName, variables }: StageDocument): void {
  if (!STAGE_NAME.test(stageName)) throw badRequest('Stage name only allows a-zA-Z0-9_-');
  for (const [name, value] of Object.entries(variables)) {
    if (!VARIABLE_NAME.test(name)) {
      throw badRequest('Stage variable name is not valid: it can contain only alphanumeric characters and underscores');
    }
    if (!VARIABLE_VALUE.test(value)) {
      throw badRequest(`Stage variable value is not valid for ${name}: it must match [A-Za-z0-9-._~:/?#&=,]+`);
    }
  }
}

export function stageExists() {
  return conflict('Stage already exists');
}

/** What a stage may ask for only by its absence. */
export function refuseStageFeatures(input: {
  readonly cacheClusterEnabled?: boolean | undefined;
  readonly tracingEnabled?: boolean | undefined;
}): void {
  if (input.cacheClusterEnabled) throw notImplemented('cacheClusterEnabled');
  if (input.tracingEnabled) throw notImplemented('tracingEnabled');
}

/** API Gateway API reference, "Patch operations", UpdateStage; method settings follow it (`method-settings.ts`). */
export const STAGE_RULES: readonly PatchRule[] = [
  { path: '/deploymentId', ops: ['replace'] },
  { path: '/description', ops: ['replace'] },
  { path: '/variables/*', ops: ['add', 'replace', 'remove'] },
  { path: '/cacheClusterEnabled', ops: ['replace'], refusedUnless: ['false', ''] },
  { path: '/cacheClusterSize', ops: ['replace'], refusedUnless: [''] },
  { path: '/tracingEnabled', ops: ['replace'], refusedUnless: ['false', ''] },
  { path: '/clientCertificateId', ops: ['replace', 'remove'], refusedUnless: [''] },
  { path: '/documentationVersion', ops: ['replace'], refusedUnless: [''] },
  { path: '/accessLogSettings', ops: ['remove'], refusedUnless: [] },
  { path: '/accessLogSettings/format', ops: ['add', 'replace'], refusedUnless: [''] },
  { path: '/accessLogSettings/destinationArn', ops: ['add', 'replace'], refusedUnless: [''] },
];

/** A setting's last two path parts, and what it may be set to: throttles are honoured, the rest can only be off. */
const METHOD_SETTINGS: Readonly<Record<string, keyof MethodSettings | readonly string[]>> = {
  'throttling/burstLimit': 'throttlingBurstLimit',
  'throttling/rateLimit': 'throttlingRateLimit',
  'logging/loglevel': ['OFF'],
  'logging/dataTrace': ['false'],
  'metrics/enabled': ['false'],
  'caching/enabled': ['false'],
  'caching/ttlInSeconds': [],
  'caching/dataEncrypted': ['false'],
  'caching/requireAuthorizationForCacheControl': ['true'],
  'caching/unauthorizedCacheControlHeaderStrategy': ['SUCCEED_WITH_RESPONSE_HEADER'],
};

/** Applies `/{resource~1path}/{METHOD}/throttling/rateLimit` and its like; false for a path that is no method setting's. */
export function patchMethodSetting(stage: StageDocument, op: string | undefined, path: string, value = ''): boolean {
  const [, resource = '', method = '', group = '', name = ''] = path.split('/');
  const target = `${resource}/${method}`;
  if (op === 'remove' && group === '' && method !== '') {
    delete stage.methodSettings[target];
    return true;
  }
  const setting = METHOD_SETTINGS[`${group}/${name}`];
  if (!setting || path.split('/').length !== 5) return false;
  if (typeof setting !== 'string') {
    if (op !== 'remove' && !setting.includes(value))
      throw notImplemented(`${group}/${name} ${value} of a method's settings`);
    stage.methodSettings[target] ??= {};
    return true;
  }
  const number = Number(value);
  if (op === 'remove') delete stage.methodSettings[target]?.[setting];
  else if (value === '' || !Number.isFinite(number)) throw badRequest(`Invalid value for ${group}/${name}: ${value}`);
  else (stage.methodSettings[target] ??= {})[setting] = number;
  return true;
}

/** Throws unless the API has something to deploy. */
export function checkDeployable(api: ApiDocument): void {
  const methods = Object.values(api.resources).flatMap((resource) => Object.values(resource.methods));
  if (methods.length === 0) throw badRequest("The REST API doesn't contain any methods");
  if (methods.some((method) => !method.methodIntegration)) throw badRequest('No integration defined for method');
}
