import type { ApiKey, ApiStage, QuotaSettings, ThrottleSettings } from '@aws-sdk/client-api-gateway';

/** As kept: times in epoch milliseconds. */
export type KeyDocument = Omit<ApiKey, 'createdDate' | 'lastUpdatedDate'> & {
  id: string;
  value: string;
  enabled: boolean;
  stageKeys: string[];
  tags: Record<string, string>;
  createdAt: number;
  updatedAt: number;
};

export interface PlanDocument {
  id: string;
  name: string;
  description?: string | undefined;
  apiStages: ApiStage[];
  throttle?: ThrottleSettings | undefined;
  quota?: QuotaSettings | undefined;
  tags: Record<string, string>;
  keyIds: string[];
}
