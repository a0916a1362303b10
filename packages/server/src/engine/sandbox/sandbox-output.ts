import { text } from 'node:stream/consumers';
import type { Sandbox } from './sandbox.ts';

/** A sandbox counts as closed when its output has been read to the end. */
export function discardOutput(sandbox: Sandbox): void {
  for (const stream of [sandbox.stdout, sandbox.stderr, sandbox.socket]) stream.resume();
}

/** What the command wrote to its standard output, all of it. */
export async function outputOf(sandbox: Sandbox): Promise<string> {
  void sandbox.exited.then(() => sandbox.kill());
  sandbox.stderr.resume();
  sandbox.socket.resume();
  return text(sandbox.stdout);
}
