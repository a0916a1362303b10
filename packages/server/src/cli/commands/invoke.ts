import { readFileSync } from 'node:fs';
import { Command, Option } from 'commander';
import { PlatformError } from '../../kernel/errors.ts';
import { send, targetFrom, type Target } from '../client.ts';
import { failureHint } from '../failure-hint.ts';
import { functionExists, isNotFound } from '../function-exists.ts';
import { style } from '../style.ts';

interface InvokeOptions {
  readonly payload: string;
  readonly qualifier?: string;
  readonly async?: boolean;
  readonly json?: boolean;
  readonly quiet?: boolean;
}

const EXAMPLES = `
Examples:
  $ hearth invoke hello
  $ hearth invoke hello --payload '{"name":"you"}'
  $ hearth invoke hello --payload @event.json --json
  $ echo '{}' | hearth invoke hello --payload -`;

/** Invokes a function; exits 1 when the function failed, with its answer on standard output either way. */
export function invokeCommand(): Command {
  return new Command('invoke')
    .description('call a function and show its answer and its log')
    .argument('<name>', 'name, ARN or name:alias')
    .addOption(new Option('-p, --payload <json>', 'the event: JSON, @file, or - for standard input').default('{}'))
    .option('-q, --qualifier <version>', 'a version or an alias')
    .option('--async', 'queue the event and return at once')
    .option('--quiet', 'the answer only, without the log')
    .option('--json', 'one JSON object: payload, functionError, executedVersion, requestId, log')
    .addHelpText('after', EXAMPLES)
    .action(invoke);
}

async function invoke(name: string, options: InvokeOptions): Promise<void> {
  const target = targetFrom(process.env);
  const answered = await call(target, name, options).catch((error: unknown) => explain(target, error));
  show(answered, options);
}

type Answered = Awaited<ReturnType<typeof send>>;

function call(target: Target, name: string, options: InvokeOptions): Promise<Answered> {
  return send(target, {
    service: 'lambda',
    method: 'POST',
    path: `/2015-03-31/functions/${encodeURIComponent(name)}/invocations${options.qualifier ? `?Qualifier=${encodeURIComponent(options.qualifier)}` : ''}`,
    headers: {
      'content-type': 'application/json',
      'x-amz-invocation-type': options.async ? 'Event' : 'RequestResponse',
      'x-amz-log-type': options.async ? 'None' : 'Tail',
    },
    body: eventFrom(options.payload),
  });
}

/** AWS says the same of a missing function and of a missing version or alias; only its ARN has one. */
async function explain(target: Target, error: unknown): Promise<never> {
  if (!isNotFound(error)) throw error;
  const name = /:function:([\w-]+):[^:]+$/.exec(error.message)?.[1];
  if (!name || !(await functionExists(target, name))) throw error;
  throw new PlatformError(
    error.message,
    `List what there is with \`aws lambda list-aliases --function-name ${name}\` or \`aws lambda list-versions-by-function --function-name ${name}\`.`,
  );
}

function show({ headers, body }: Answered, options: InvokeOptions): void {
  const functionError = headers.get('x-amz-function-error');
  const log = Buffer.from(headers.get('x-amz-log-result') ?? '', 'base64').toString();
  if (functionError) process.exitCode = 1;
  if (options.json) {
    const answer = {
      payload: parsed(body),
      functionError,
      executedVersion: headers.get('x-amz-executed-version'),
      requestId: headers.get('x-amzn-requestid'),
      log,
    };
    console.log(JSON.stringify(answer));
    return;
  }
  if (!options.quiet && log) process.stderr.write(`${style('dim', log.trimEnd())}\n`);
  if (options.async) process.stderr.write(`queued as ${headers.get('x-amzn-requestid')}\n`);
  else console.log(functionError ? style('red', body.toString(), process.stdout) : body.toString());
  const hint = functionError && failureHint(parsed(body), log);
  if (hint) process.stderr.write(`${style('yellow', 'hearth:')} ${hint}\n`);
}

function eventFrom(payload: string): Buffer {
  if (payload === '-') return readFileSync(0);
  if (!payload.startsWith('@')) return Buffer.from(payload);
  try {
    return readFileSync(payload.slice(1));
  } catch (cause) {
    throw new PlatformError(
      `The event file ${payload.slice(1)} cannot be read.`,
      'Give a path after the @, or the JSON itself.',
      { cause },
    );
  }
}

function parsed(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString());
  } catch {
    return body.toString();
  }
}
