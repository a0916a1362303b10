import type { ApiStage } from '@aws-sdk/client-api-gateway';
import { requireApi, requireStage } from './lookup.ts';
import type { ApiGatewayCall } from './operation.ts';

/** Throws unless every stage that a plan covers is there. */
export async function requireApiStages(call: ApiGatewayCall, apiStages: readonly ApiStage[]): Promise<void> {
  await call.service.store.read(async (rows) => {
    for (const { apiId = '', stage = '' } of apiStages) {
      await requireApi(call, rows, apiId);
      await requireStage(rows, apiId, stage);
    }
  });
}
