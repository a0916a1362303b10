/** A process that opens the data directory it is given, forgets it, says so, and stays until it is killed. Run it with --expose-gc. */
import { setImmediate as turn } from 'node:timers/promises';
import { openDataDirectory } from '../data-directory.ts';

function open(path: string): void {
  openDataDirectory(path).setEndpoint('http://127.0.0.1:4566');
}

open(process.argv[2]!);
// The lock must not hang on someone's holding the object: garbage collection once gave it up.
for (let round = 0; round < 5; round++) {
  globalThis.gc!();
  await turn();
}
process.stdout.write('open\n');
process.stdin.resume();
