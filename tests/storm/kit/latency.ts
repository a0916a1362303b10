import type { Clients } from './clients.ts';

/** How long callers wait, in ms. */
export interface Latency {
  readonly median: number;
  readonly worst: number;
}

/** Asks `ask` one time after the other. */
export async function latencyOf(times: number, ask: () => Promise<unknown>): Promise<Latency> {
  const waits: number[] = [];
  for (let time = 0; time < times; time++) {
    const started = performance.now();
    await ask();
    waits.push(performance.now() - started);
  }
  waits.sort((one, other) => one - other);
  return { median: waits[waits.length >> 1] ?? 0, worst: waits.at(-1) ?? 0 };
}

/** One small request of each kind: health, S3, a warm function. */
export async function ordinaryRequests({ endpoint, lambda, s3 }: Clients, functionName: string): Promise<void> {
  const health = await fetch(`${endpoint}/_hearth/health`);
  if (!health.ok) throw new Error(`health answers ${health.status}`);
  await health.arrayBuffer();
  await s3.listBuckets({});
  const { FunctionError } = await lambda.invoke({ FunctionName: functionName, Payload: '{"number":1}' });
  if (FunctionError) throw new Error('the function failed');
}

/** What a disturbed request may take: a few times the worst of undisturbed ones, which a busy machine stretches as well. */
export function isBearable(disturbed: Latency, undisturbed: Latency, boundMs: number): boolean {
  return disturbed.worst <= Math.max(boundMs, 8 * undisturbed.worst);
}
