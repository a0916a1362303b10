import { notImplemented } from '../../kernel/errors.ts';
import { parseArn } from '../../kernel/arn.ts';
import { isSystemTag, maySetSystemTags } from '../system-tags.ts';
import { badRequest } from './errors.ts';
import { requireKey, requirePlan } from './key-lookup.ts';
import { requireApi, requireStage } from './lookup.ts';
import type { ApiGatewayCall } from './operation.ts';

type Tags = Record<string, string>;

/** "Tags per resource: 50". */
const MAX_TAGS = 50;

/** Runs `change` on the tags of what an ARN names (`arn:aws:apigateway:us-east-1::/restapis/abc`) and keeps them. */
export function changeTags(call: ApiGatewayCall, arn: string, change: (tags: Tags) => void): Promise<Tags> {
  const [kind, id, part, name] = partsOf(arn);
  const { store } = call.service;
  const changed = <T extends { tags: Tags }>(owner: T): T => {
    change(owner.tags);
    checkCount(owner.tags);
    return owner;
  };
  if (kind === 'restapis' && part === 'stages') {
    return store.write(async (rows) => {
      await requireApi(call, rows, id);
      const stage = changed(await requireStage(rows, id, name));
      await rows.putStage(id, stage);
      return stage.tags;
    });
  }
  if (kind === 'restapis' && part === '') {
    return store.write(async (rows) => {
      const api = changed(await requireApi(call, rows, id));
      await rows.saveApi(api);
      return api.tags;
    });
  }
  if (kind !== 'apikeys' && kind !== 'usageplans') throw notImplemented(`tags of ${arn}`);
  return store.writeKeys(async (rows) => {
    if (kind === 'apikeys') {
      const key = changed(await requireKey(call, rows, id));
      await rows.putKey(call, key);
      return key.tags;
    }
    const plan = changed(await requirePlan(call, rows, id));
    await rows.putPlan(call, plan);
    return plan.tags;
  });
}

/** The tags that something new gets. @throws BadRequestException for more than 50, and keys that AWS reserves */
export function newTags(call: Pick<ApiGatewayCall, 'principal'>, tags: Tags = {}): Tags {
  checkTagKeys(call, Object.keys(tags));
  checkCount(tags);
  return tags;
}

/** Keys that AWS reserves are set by CloudFormation only, and removed by nobody. @throws BadRequestException */
export function checkTagKeys({ principal }: Pick<ApiGatewayCall, 'principal'>, keys: readonly string[]): void {
  if (keys.some((key) => isSystemTag(key)) && !maySetSystemTags(principal)) {
    throw badRequest('aws: prefixed tag key names are not allowed for external use.');
  }
}

function checkCount(tags: Tags): void {
  const counted = Object.keys(tags).filter((key) => !isSystemTag(key));
  if (counted.length > MAX_TAGS) throw badRequest('The maximum number of tags per resource is 50');
}

function partsOf(arn: string): [kind: string, id: string, part: string, name: string] {
  const parsed = parseArn(arn);
  const [, kind = '', id = '', part = '', name = ''] = parsed?.resource.split('/') ?? [];
  if (parsed?.service !== 'apigateway' || id === '') throw badRequest(`Invalid resource ARN: ${arn}`);
  return [kind, id, part, name];
}
