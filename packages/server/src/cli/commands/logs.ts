import { setTimeout as sleep } from 'node:timers/promises';
import { Command, InvalidArgumentError } from 'commander';
import { send, targetFrom, type Target } from '../client.ts';
import { functionExists, isNotFound } from '../function-exists.ts';
import { style } from '../style.ts';

interface LogsOptions {
  readonly follow?: boolean;
  readonly since?: number;
  readonly filter?: string;
  readonly json?: boolean;
}

interface LogEvent {
  readonly eventId: string;
  readonly timestamp: number;
  readonly logStreamName: string;
  readonly message: string;
}

/** How often a followed log is asked for more; the platform answers such a question from an index. */
const FOLLOW_INTERVAL_MS = 300;

const EXAMPLES = `
Examples:
  $ hearth logs hello                     the last ten minutes
  $ hearth logs hello -f                  and what comes
  $ hearth logs hello --since 2h --filter ERROR
  $ hearth logs /my/own/group --json      any log group, one JSON object a line`;

export function logsCommand(): Command {
  return new Command('logs')
    .description("show a function's log")
    .argument('<name>', 'a function, or a log group that starts with /')
    .option('-f, --follow', 'wait for more until Ctrl-C')
    .option('--since <age>', 'how far back: 30s, 10m, 2h, 1d (default: 10m)', ageInMs)
    .option('--filter <pattern>', 'a CloudWatch Logs filter pattern')
    .option('--json', 'one JSON object a line')
    .addHelpText('after', EXAMPLES)
    .action(showLogs);
}

async function showLogs(name: string, options: LogsOptions): Promise<void> {
  const target = targetFrom(process.env);
  const group = name.startsWith('/') ? name : `/aws/lambda/${name}`;
  let startTime = Date.now() - (options.since ?? ageInMs('10m'));
  let shown = new Set<string>();
  const wait = options.follow ? waitFor(target, name, group) : rethrow;
  do {
    const events = await eventsSince(target, group, startTime, options).catch(wait);
    for (const event of events) {
      if (!shown.has(event.eventId)) print(event, options);
    }
    const last = events.at(-1);
    if (last) {
      startTime = last.timestamp;
      shown = new Set(events.filter((event) => event.timestamp === last.timestamp).map((event) => event.eventId));
    } else if (!options.follow) console.error('Nothing in that time; `--since 1d` looks further back.');
    if (options.follow) await sleep(FOLLOW_INTERVAL_MS);
  } while (options.follow);
}

/** A log group that is not there yet has nothing: who follows it is told once that it will come. */
function waitFor(target: Target, name: string, group: string): (error: unknown) => Promise<LogEvent[]> {
  let told = false;
  return async (error) => {
    if (!isNotFound(error)) throw error;
    if (!told) console.error(await whatIsAwaited(target, name, group));
    told = true;
    return [];
  };
}

async function whatIsAwaited(target: Target, name: string, group: string): Promise<string> {
  const isFunctionName = /^[\w-]+$/.test(name);
  if (isFunctionName && !(await functionExists(target, name)))
    return `There is no function ${name} yet; waiting for its log group ${group}. Ctrl-C ends it.`;
  return `Waiting for the log group ${group}: a log begins with the first call.`;
}

function rethrow(error: unknown): never {
  throw error;
}

async function eventsSince(
  target: Target,
  logGroupName: string,
  startTime: number,
  options: LogsOptions,
): Promise<LogEvent[]> {
  const events: LogEvent[] = [];
  let nextToken: string | undefined;
  do {
    const page = await filterLogEvents(target, { logGroupName, startTime, filterPattern: options.filter, nextToken });
    events.push(...page.events);
    nextToken = page.nextToken;
  } while (nextToken);
  return events;
}

async function filterLogEvents(target: Target, input: object): Promise<{ events: LogEvent[]; nextToken?: string }> {
  const { body } = await send(target, {
    service: 'logs',
    method: 'POST',
    path: '/',
    headers: { 'content-type': 'application/x-amz-json-1.1', 'x-amz-target': 'Logs_20140328.FilterLogEvents' },
    body: JSON.stringify(input),
  });
  return JSON.parse(body.toString()) as { events: LogEvent[]; nextToken?: string };
}

function print(event: LogEvent, options: LogsOptions): void {
  if (options.json) {
    console.log(JSON.stringify(event));
    return;
  }
  const message = event.message.trimEnd();
  const platformLine = /^(START|END|REPORT|INIT_START|INIT_REPORT) /.test(message);
  console.log(platformLine ? style('dim', message, process.stdout) : message);
}

function ageInMs(text: string): number {
  const match = /^(\d+)(s|m|h|d)$/.exec(text);
  if (!match) throw new InvalidArgumentError('write it as 30s, 10m, 2h or 1d');
  const unit = { s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 }[match[2] as 's' | 'm' | 'h' | 'd'];
  return Number(match[1]) * unit;
}
