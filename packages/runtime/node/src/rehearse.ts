import { join } from 'node:path';

import { loadHandler } from './handler-loader.ts';
import { Runtime } from './runtime.ts';

/** Whoever hears nothing. */
const CHANNEL = { ref: () => {}, unref: () => {}, sendText: () => {}, sendBytes: () => {} };
const CONSOLE = { requestId: '', logFailure: () => {} };

/**
 * Loads and runs an empty function in a spare that waits, so that Node's loader and our own code have been compiled when
 * the real one comes. Leaves nothing behind that a function could see.
 */
export async function rehearse(): Promise<void> {
  const loaded = await loadHandler(__dirname, 'rehearsal.handler', () => {});
  const file = join(__dirname, 'rehearsal.cjs');
  module.children = module.children.filter(({ filename }) => filename !== file);
  delete require.cache[file];
  const header = { number: 0, requestId: '', deadlineMs: 0, invokedFunctionArn: '' };
  new Runtime(CHANNEL, CONSOLE, loaded, () => {}).invoke(header, '{}');
}
