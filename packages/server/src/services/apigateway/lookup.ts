import { apiNotFound, notFound } from './errors.ts';
import type { ApiGatewayCall } from './operation.ts';
import type { ApiDocument, IntegrationNode, MethodNode, ResourceNode, StageDocument } from './rules/api.ts';
import type { ApiRows } from './store/api-rows.ts';

export async function requireApi(call: ApiGatewayCall, rows: ApiRows, restApiId: string): Promise<ApiDocument> {
  const api = await rows.api(call, restApiId);
  if (!api) throw apiNotFound(call, restApiId);
  return api;
}

export function readApi(call: ApiGatewayCall, restApiId: string): Promise<ApiDocument> {
  return call.service.store.read((rows) => requireApi(call, rows, restApiId));
}

/** Runs `change` on the API's document, which it may alter, and keeps it; the result is the change's. */
export function changeApi<Result>(
  call: ApiGatewayCall,
  restApiId: string,
  change: (api: ApiDocument) => Result,
): Promise<Result> {
  return call.service.store.write(async (rows) => {
    const api = await requireApi(call, rows, restApiId);
    const result = change(api);
    await rows.saveApi(api);
    return result;
  });
}

export function requireResource(api: ApiDocument, resourceId: string): ResourceNode {
  return entry(api.resources, resourceId, 'Invalid Resource identifier specified');
}

export function requireMethod(api: ApiDocument, resourceId: string, httpMethod: string): MethodNode {
  return entry(requireResource(api, resourceId).methods, httpMethod, 'Invalid Method identifier specified');
}

export function requireIntegration(api: ApiDocument, resourceId: string, httpMethod: string): IntegrationNode {
  const { methodIntegration } = requireMethod(api, resourceId, httpMethod);
  if (!methodIntegration) throw notFound('Invalid Integration identifier specified');
  return methodIntegration;
}

export async function requireStage(rows: ApiRows, restApiId: string, stageName: string): Promise<StageDocument> {
  const stage = await rows.stage(restApiId, stageName);
  if (!stage) throw notFound('Invalid stage identifier specified');
  return stage;
}

/** The part of an API that `id` names; throws NotFoundException with `message`. */
export function entry<T>(parts: Readonly<Record<string, T>>, id: string, message: string): T {
  const part = Object.hasOwn(parts, id) ? parts[id] : undefined;
  if (part === undefined) throw notFound(message);
  return part;
}
