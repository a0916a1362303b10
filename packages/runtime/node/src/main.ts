import { Channel } from './channel.ts';
import { useCompileCache } from './compile-cache.ts';
import { LambdaConsole } from './console.ts';
import { errorPayload, unhandledRejection } from './errors.ts';
import { resolveNodePathFromEsModules } from './esm-node-path.ts';
import { FrameType, InvokeReader, type InitMessage, type InvokeHeader } from './frames.ts';
import { loadHandler } from './handler-loader.ts';
import { awsHook } from './hook/registry.ts';
import { rehearse } from './rehearse.ts';
import { Runtime } from './runtime.ts';
import { installAwsLambdaGlobal } from './streaming.ts';

const NOTHING = Buffer.alloc(0);
const EXIT_INIT_ERROR = 1;
const EXIT_UNHANDLED_REJECTION = 128;
const EXIT_UNCAUGHT_EXCEPTION = 129;

/** A spare has this long to be taken before it rehearses; without spares INIT comes at once. */
const REHEARSE_AFTER_MS = 30;

boot();

/** An empty runtime: announces itself and waits for INIT. */
function boot(): void {
  let load = async (): Promise<Runtime | null> => null;
  let invoke = (_header: InvokeHeader, _event: string): void => {};
  const invokes = new InvokeReader();
  const rehearsal = setTimeout(() => void rehearse(), REHEARSE_AFTER_MS).unref();
  const channel = new Channel((type, bytes, start, end) => {
    switch (type) {
      case FrameType.invoke: {
        const { header, event } = invokes.read(bytes, start, end);
        return invoke(header, event);
      }
      case FrameType.init:
        clearTimeout(rehearsal);
        load = become(channel, JSON.parse(bytes.toString('utf8', start, end)) as InitMessage);
        return;
      case FrameType.load:
        return void startFunction();
      default:
        process.exit(EXIT_INIT_ERROR);
    }
  });
  const startFunction = async (): Promise<void> => {
    const runtime = await load();
    if (!runtime) process.exit(EXIT_INIT_ERROR);
    invoke = (header, event) => runtime.invoke(header, event);
    channel.sendText(FrameType.initDone, NOTHING, '');
  };
  process.on('exit', () => channel.flushSync());
  channel.sendText(FrameType.ready, NOTHING, JSON.stringify({ pid: process.pid, version: process.versions.node }));
}

/**
 * Becomes a function's runtime as far as that goes without its files: environment, console, hooks. What it returns
 * loads the handler; null when that failed and was told.
 */
function become(channel: Channel, init: InitMessage): () => Promise<Runtime | null> {
  if (init.env) replaceEnvironment(init.env);
  const { env } = process;
  const handler = init.handler ?? env['_HANDLER'] ?? '';
  if (env['NODE_PATH']) initModulePaths();
  const console = new LambdaConsole(channel, init.logFormat, init.logLevel);
  const hook = awsHook();
  if (init.awsPort) hook?.configure(init.awsPort);
  const crash: { answer(error: unknown): void } = {
    answer: (error) => channel.sendText(FrameType.initError, NOTHING, JSON.stringify(errorPayload(error))),
  };
  catchCrashes(console, (error) => crash.answer(error));
  if (!/^(1|true)$/.test(env['AWS_LAMBDA_NODEJS_NO_GLOBAL_AWSLAMBDA'] ?? '')) installAwsLambdaGlobal();
  return async () => {
    process.chdir(init.taskRoot);
    const cache = useCompileCache(init.compileCache);
    try {
      const loaded = await loadHandler(init.taskRoot, handler, () => {
        hook?.install();
        resolveNodePathFromEsModules(env['NODE_PATH'] ?? '');
      });
      const runtime = new Runtime(channel, console, loaded, cache.save);
      crash.answer = (error) => {
        channel.sendText(FrameType.leaving, NOTHING, '');
        runtime.crash(error);
      };
      process.on('beforeExit', () => runtime.emptyLoop());
      return runtime;
    } catch (error) {
      console.logFailure('Uncaught Exception', error);
      crash.answer(error);
      return null;
    }
  };
}

function replaceEnvironment(env: Readonly<Record<string, string>>): void {
  for (const name of Object.keys(process.env)) if (!(name in env)) delete process.env[name];
  for (const [name, value] of Object.entries(env)) if (process.env[name] !== value) process.env[name] = value;
}

/** NODE_PATH is read once, when Node starts: read it again. */
function initModulePaths(): void {
  const { Module } = require('node:module') as { Module: { _initPaths(): void } };
  Module._initPaths();
}

function catchCrashes(console: LambdaConsole, answer: (error: unknown) => void): void {
  process.on('uncaughtException', (error) => {
    console.logFailure('Uncaught Exception', error);
    answer(error);
    process.exit(EXIT_UNCAUGHT_EXCEPTION);
  });
  process.on('unhandledRejection', (reason, promise) => {
    const error = unhandledRejection(reason, promise);
    console.logFailure('Unhandled Promise Rejection', error);
    answer(error);
    process.exit(EXIT_UNHANDLED_REJECTION);
  });
}
