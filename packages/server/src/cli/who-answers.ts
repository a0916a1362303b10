/** Who listens at an endpoint. */
export type Answering =
  | { readonly who: 'hearth'; readonly version: string }
  | { readonly who: 'other' | 'nobody'; readonly cause?: unknown };

const PATIENCE_MS = 3000;

export async function whoAnswers(endpoint: string): Promise<Answering> {
  let response: Response;
  try {
    response = await fetch(`${endpoint}/_hearth/health`, { signal: AbortSignal.timeout(PATIENCE_MS) });
  } catch (cause) {
    return { who: 'nobody', cause };
  }
  const health = (await response.json().catch(() => null)) as { version?: unknown; status?: unknown } | null;
  if (typeof health?.version !== 'string' || health.status !== 'running') return { who: 'other' };
  return { who: 'hearth', version: health.version };
}
