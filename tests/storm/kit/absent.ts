/** What was asked for, or null when the answer is an error of one of these names. */
export async function orAbsent<Result>(asking: Promise<Result>, ...names: readonly string[]): Promise<Result | null> {
  try {
    return await asking;
  } catch (error) {
    if (error instanceof Error && names.includes(error.name)) return null;
    throw error;
  }
}
