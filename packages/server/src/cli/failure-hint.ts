/** REPORT of a function that ended out of memory, in the text and in the JSON log format. */
const OUT_OF_MEMORY = [
  /^REPORT .*\tMemory Size: (\d+) MB\t.*\tError Type: Runtime\.OutOfMemory$/m,
  /"type":"platform\.report".*"memorySizeMB":(\d+).*"errorType":"Runtime\.OutOfMemory"/,
];

/** What to do about a failure whose answer does not tell; null where it does. */
export function failureHint(answer: unknown, log: string): string | null {
  const memoryMb = OUT_OF_MEMORY.map((report) => report.exec(log)?.[1]).find(Boolean);
  if (memoryMb) return `it used all of its ${memoryMb} MB: raise MemorySize`;
  if (isPlacelessSyntaxError(answer)) return 'Node does not tell the place in an ES module; `node --check FILE` does';
  return null;
}

/** Node's runtime alone has a `trace`; it begins with the place, `/var/task/index.js:2`, where there is one. */
function isPlacelessSyntaxError(answer: unknown): boolean {
  const { errorType, trace } = (answer ?? {}) as { errorType?: unknown; trace?: unknown };
  if (errorType !== 'Runtime.UserCodeSyntaxError' || !Array.isArray(trace)) return false;
  return !trace.some((line) => /^(file:\/\/)?\/.*:\d+$/.test(String(line)));
}
