const LOOK_EVERY_MS = 500;

/**
 * Tells each thing once that the platform installs while a tool waits for it: the tool itself shows no reason for the
 * wait. Says nothing when the platform does not tell.
 */
export function tellInstallations(
  endpoint: string,
  tell: (sentence: string) => void,
  everyMs = LOOK_EVERY_MS,
): Disposable {
  const told = new Set<string>();
  const look = async () => {
    for (const sentence of await installingAt(endpoint)) {
      if (!told.has(sentence)) tell(sentence);
      told.add(sentence);
    }
  };
  const looking = setInterval(() => void look(), everyMs).unref();
  return { [Symbol.dispose]: () => clearInterval(looking) };
}

async function installingAt(endpoint: string): Promise<readonly string[]> {
  try {
    const response = await fetch(`${endpoint}/_hearth/info`, { signal: AbortSignal.timeout(LOOK_EVERY_MS) });
    const { installing } = (await response.json()) as { readonly installing?: unknown };
    return Array.isArray(installing) ? installing.map(String) : [];
  } catch {
    return [];
  }
}
