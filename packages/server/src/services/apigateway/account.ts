import type { Account } from '@aws-sdk/client-api-gateway';

/** The role is what deploy tools look for before they turn on logs, which stages refuse: nothing else would use it. */
export function accountOutput(cloudwatchRoleArn: string | undefined): Account {
  return {
    cloudwatchRoleArn,
    throttleSettings: { burstLimit: 5000, rateLimit: 10_000 },
    features: ['UsagePlans'],
    apiKeyVersion: '4',
  };
}
