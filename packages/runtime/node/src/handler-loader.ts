import { existsSync, readFileSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

import { loadFailure, RuntimeError } from './errors.ts';

export type Handler = (event: unknown, contextOrStream: unknown, callbackOrContext?: unknown) => unknown;

const STREAMING = Symbol.for('aws.lambda.runtime.handler.streaming');
const HIGH_WATER_MARK = Symbol.for('aws.lambda.runtime.handler.streaming.highWaterMark');

export interface LoadedHandler {
  readonly handler: Handler;
  readonly streaming: boolean;
  readonly highWaterMark?: number;
  /** Declared `async`: only then does a drained event loop fail the invocation (Node 22 and older). */
  readonly isAsync: boolean;
  /** Node 24 and newer: a handler returns its result, nothing else. */
  readonly callbacks: boolean;
}

/**
 * Loads `handler` (`src/app.handlers.get`: file `src/app`, exported path `handlers.get`) by AWS's rules.
 * @throws RuntimeError of the kinds AWS names, or whatever the module threw.
 */
export async function loadHandler(taskRoot: string, handler: string, beforeImport: () => void): Promise<LoadedHandler> {
  if (handler.includes('..')) {
    throw new RuntimeError(
      'MalformedHandlerName',
      `'${handler}' is not a valid handler name. Use absolute paths when specifying root directories in handler names.`,
    );
  }
  const lastSegment = basename(handler);
  const match = /^([^.]*)\.(.*)$/.exec(lastSegment);
  if (!match) throw new RuntimeError('MalformedHandlerName', 'Bad handler');
  const moduleRoot = handler.slice(0, handler.indexOf(lastSegment));
  const loaded = await importModule(taskRoot, moduleRoot, match[1]!, beforeImport).catch((error: unknown) => {
    throw loadFailure(error);
  });
  return describe(exported(loaded, match[2]!, handler));
}

function exported(loaded: unknown, path: string, handler: string): Handler {
  let value = loaded as Record<string, unknown> | undefined;
  for (const key of path.split('.')) value = value && (value[key] as Record<string, unknown>);
  if (!value) throw new RuntimeError('HandlerNotFound', `${handler} is undefined or not exported`);
  if (typeof value !== 'function') throw new RuntimeError('HandlerNotFound', `${handler} is not a function`);
  return value;
}

function describe(handler: Handler): LoadedHandler {
  const marks = handler as unknown as Record<symbol, unknown>;
  const mode = marks[STREAMING];
  if (mode && mode !== 'response') {
    throw new RuntimeError('MalformedStreamingHandler', 'Only response streaming is supported.');
  }
  const streaming = mode === 'response';
  const isAsync = handler.constructor?.name === 'AsyncFunction';
  const callbacks = Number.parseInt(process.versions.node, 10) < 24;
  if (!streaming) checkCallback(handler, isAsync, callbacks);
  const highWaterMark = Number.parseInt(String(marks[HIGH_WATER_MARK]), 10);
  return { handler, streaming, isAsync, callbacks, ...(highWaterMark > 0 ? { highWaterMark } : {}) };
}

/** Node 24 refuses a third parameter; older runtimes warn. */
function checkCallback(handler: Handler, isAsync: boolean, callbacks: boolean): void {
  if (!callbacks && handler.length >= 3) {
    throw new RuntimeError(
      'CallbackHandlerDeprecated',
      'ERROR: AWS Lambda has removed support for callback-based function handlers starting with Node.js 24. You need to modify this function to use a supported handler signature to use Node.js 24 or later. For more information see https://docs.aws.amazon.com/lambda/latest/dg/nodejs-handler.html.',
    );
  }
  if (!callbacks || handler.length !== 3 || isAsync) return;
  if (process.env['AWS_LAMBDA_NODEJS_DISABLE_CALLBACK_WARNING'] !== undefined) return;
  console.warn(
    'AWS Lambda plans to remove support for callback-based function handlers starting with Node.js 24. You will need to update this function to use an async handler to use Node.js 24 or later. For more information and to provide feedback on this change, see https://github.com/aws/aws-lambda-nodejs-runtime-interface-client/issues/137. To disable this warning, set the AWS_LAMBDA_NODEJS_DISABLE_CALLBACK_WARNING environment variable.',
  );
}

/** AWS's order: the bare file, `.js` (CommonJS unless the package says otherwise), `.mjs`, `.cjs`, TypeScript, then a package. */
async function importModule(
  taskRoot: string,
  moduleRoot: string,
  name: string,
  beforeImport: () => void,
): Promise<unknown> {
  const path = resolve(taskRoot, moduleRoot, name);
  // Our own `require`: AWS's runtime shows at the end of `Require stack`, too.
  const load = require;
  const esModule = hasTypeModule(dirname(path));
  const typescript = Number.parseInt(process.versions.node, 10) >= 24;
  const attempts: [extension: string, format: 'commonjs' | 'module'][] = [
    ['', 'commonjs'],
    ['.js', esModule ? 'module' : 'commonjs'],
    ['.mjs', 'module'],
    ['.cjs', 'commonjs'],
  ];
  if (typescript) attempts.push(['.ts', esModule ? 'module' : 'commonjs'], ['.mts', 'module'], ['.cts', 'commonjs']);
  for (const [extension, format] of attempts) {
    const file = path + extension;
    if (!existsSync(file)) continue;
    if (extension === '' && isDirectory(load, file)) continue;
    if (format === 'commonjs') return load(file);
    beforeImport();
    return import(pathToFileURL(file).href);
  }
  return load(require.resolve(name, { paths: [taskRoot, join(taskRoot, moduleRoot)] }));
}

/** A folder beside the handler's file (`app/` beside `app.js`) is not what the handler names, unless it is a package. */
function isDirectory(load: NodeJS.Require, file: string): boolean {
  try {
    load.resolve(file);
    return false;
  } catch {
    return true;
  }
}

/** The nearest package.json decides, up to a `node_modules` folder or the root. */
function hasTypeModule(folder: string): boolean {
  for (let at = folder; !at.endsWith('/node_modules'); at = dirname(at)) {
    const file = join(at, 'package.json');
    if (existsSync(file)) return readType(file);
    if (at === dirname(at)) return false;
  }
  return false;
}

function readType(file: string): boolean {
  try {
    return (JSON.parse(readFileSync(file, 'utf8')) as { type?: string }).type === 'module';
  } catch (error) {
    console.warn(`${file} cannot be read, it will be ignored for ES module detection purposes.`, error);
    return false;
  }
}
