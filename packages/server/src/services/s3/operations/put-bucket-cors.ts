import { bucketMeant } from '../lookup.ts';
import { operation } from '../operation.ts';
import { checkCorsRules } from '../rules/cors.ts';

export const PutBucketCors = operation('PutBucketCors', async (call, input) => {
  const { id } = await bucketMeant(call, input);
  await call.service.buckets.configure(id, 'cors', checkCorsRules(input.CORSConfiguration?.CORSRules ?? []));
  return {};
});
