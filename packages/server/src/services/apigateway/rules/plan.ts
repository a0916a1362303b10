import type { QuotaSettings, ThrottleSettings } from '@aws-sdk/client-api-gateway';
import { notImplemented } from '../../../kernel/errors.ts';
import { badRequest } from '../errors.ts';
import type { KeyDocument, PlanDocument } from './keys.ts';

const PERIODS: readonly string[] = ['DAY', 'WEEK', 'MONTH'];

export function checkPlan({ name, quota, throttle }: PlanDocument): void {
  if (!name) throw badRequest('Usage Plan name cannot be blank');
  if (throttle) checkThrottle(throttle);
  if (quota) checkQuota(quota);
}

function checkThrottle({ burstLimit = 0, rateLimit = 0 }: ThrottleSettings): void {
  if (burstLimit < 0 || rateLimit < 0) throw badRequest('Usage Plan throttle limits must be positive');
}

function checkQuota({ limit, period, offset }: QuotaSettings): void {
  if (!limit || limit < 0) throw badRequest('Usage Plan quota limit must be a positive number');
  if (!PERIODS.includes(period ?? '')) throw badRequest('Usage Plan quota period must be one of: DAY, WEEK, MONTH');
  if (offset) throw notImplemented('a quota with an offset');
}

/** "API key values: 20 to 128 characters". */
export function checkKeyValue({ value }: Pick<KeyDocument, 'value'>): void {
  if (value.length < 20) throw badRequest('API Key value should be at least 20 characters');
  if (value.length > 128) throw badRequest('API Key value exceeds maximum size of 128 characters');
}
