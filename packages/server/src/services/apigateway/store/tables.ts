/** Rows as API Gateway keeps them. What a `content` or `document` holds is JSON (rules/api.ts, rules/keys.ts). */
export interface ApiGatewayTables {
  apigatewayApis: ApiRow;
  apigatewayDeployments: DeploymentRow;
  apigatewayStages: StageRow;
  apigatewayAccounts: AccountRow;
  apigatewayKeys: KeyRow;
  apigatewayPlans: PlanRow;
  apigatewayUsage: UsageRow;
}

export interface ApiRow {
  /** Unique everywhere: an address names an API without its account. */
  id: string;
  account: string;
  region: string;
  document: string;
  /** Counts the changes of what its stages serve. */
  changeNumber: number;
}

export interface DeploymentRow {
  apiId: string;
  id: string;
  createdAt: number;
  description: string | null;
  /** The API as it was. */
  document: string;
}

export interface StageRow {
  apiId: string;
  name: string;
  deploymentId: string;
  content: string;
}

export interface AccountRow {
  account: string;
  region: string;
  cloudwatchRoleArn: string | null;
}

export interface KeyRow {
  account: string;
  region: string;
  id: string;
  value: string;
  content: string;
}

export interface PlanRow {
  account: string;
  region: string;
  id: string;
  content: string;
}

export interface UsageRow {
  planId: string;
  keyId: string;
  /** `2026-01-31`, in UTC. */
  day: string;
  used: number;
}
