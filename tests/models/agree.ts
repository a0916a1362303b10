import assert from 'node:assert/strict';

/** What the model refuses: AWS's error code. */
export class Refusal extends Error {
  readonly code: string;

  constructor(code: string) {
    super(code);
    this.code = code;
  }
}

export interface Agreed<Expected, Actual> {
  readonly expected: Expected;
  readonly actual: Actual;
}

/** Both succeed, or both refuse with the same code; null then. */
export async function agree<Expected, Actual>(
  expect: () => Expected,
  act: () => Promise<Actual>,
): Promise<Agreed<Expected, Actual> | null> {
  const expected = attempt(expect);
  const actual = await act().then(
    (value) => ({ value, code: null }),
    (error: unknown) => ({ value: undefined, code: codeOf(error), error }),
  );
  assert.equal(actual.code, expected.code, explanation(actual));
  if (expected.code !== null) return null;
  return { expected: expected.value as Expected, actual: actual.value as Actual };
}

function attempt<Value>(expect: () => Value): { readonly value?: Value; readonly code: string | null } {
  try {
    return { value: expect(), code: null };
  } catch (error) {
    if (error instanceof Refusal) return { code: error.code };
    throw error;
  }
}

/** An error without a body (HEAD's, 304) is called by its status. */
function codeOf(error: unknown): string {
  const { name, $metadata } = error as Error & { $metadata?: { httpStatusCode?: number } };
  if (!$metadata) throw error;
  return name === 'Unknown' ? String($metadata.httpStatusCode) : name;
}

function explanation({ code, error }: { readonly code: string | null; readonly error?: unknown }): string {
  return `the platform ${code === null ? 'did it' : `said ${code}: ${(error as Error).message}`}, and the model would not have`;
}
