import type { Readable } from 'node:stream';
import { StringDecoder } from 'node:string_decoder';

/** Longer lines are cut: a process that never writes a newline must not fill the platform's memory. */
const MAX_LINE_CHARACTERS = 262_144;

/** What a process writes to descriptors 1 and 2 by itself, line by line. Returns a function that emits an unfinished line. */
export function readLines(stream: Readable, onLine: (line: string) => void): () => void {
  const decoder = new StringDecoder('utf8');
  let rest = '';
  const flush = () => {
    if (rest !== '') onLine(rest);
    rest = '';
  };
  stream.on('data', (chunk: Buffer) => {
    const lines = (rest + decoder.write(chunk)).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) onLine(line);
    if (rest.length > MAX_LINE_CHARACTERS) flush();
  });
  stream.on('end', flush);
  return flush;
}
