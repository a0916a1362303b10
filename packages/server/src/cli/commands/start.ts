import { setFlagsFromString } from 'node:v8';
import { Command, InvalidArgumentError, Option } from 'commander';
import type { Platform, PlatformOptions } from '../../compose.ts';
import type { HostCapabilities } from '../../engine/sandbox/sandbox.ts';
import { jsonLogger, type LogLevel } from '../../kernel/logger.ts';
import { DEFAULT_PORT } from '../client.ts';
import { defaultDataDirectory } from '../data-home.ts';
import { limitText } from '../limit-text.ts';
import { style } from '../style.ts';
import { untilToldToStop } from '../until-told-to-stop.ts';

interface StartOptions {
  readonly port: number;
  readonly host: string;
  readonly hostName: readonly string[];
  readonly data?: string;
  readonly ephemeral?: boolean;
  readonly database?: string;
  readonly durability: 'process' | 'power';
  readonly spares: number;
  readonly json?: boolean;
  readonly logLevel: LogLevel;
}

const EXAMPLES = `
Examples:
  $ hearth start                                   port ${DEFAULT_PORT}, state in your data home
  $ hearth start --port 0 --ephemeral --json       for scripts and CI: one line of JSON when ready
  $ hearth start --data ./state --durability power survive power loss too
  $ hearth start --database postgres://user@host/hearth`;

/** How long running invocations are given when the platform is told to stop. */
const GRACE_MS = 5000;

/**
 * For the load of a server, measured with 64 clients of a warm function. Not set before the start is over: it would leave
 * its garbage in an idle platform.
 */
const V8_FLAGS = [
  // The heap may grow to four times what is alive in it before all of it is collected. It is small, 15 MB, and V8's rule for
  // small heaps has it collected two to five times a second, 4 to 10 ms each in which nobody is served; now every few
  // seconds. 3 % less processor time, p99 4.9 ms instead of 6.1.
  '--heap-growing-percent=300',
  // Three times the code that a hot function may take into itself: the way of an invocation is many short functions. 1.6 %
  // less processor time (eight processes in one run, four of each).
  '--max-inlined-bytecode-size-cumulative=3000',
];

export function startCommand(): Command {
  return new Command('start')
    .description('start the platform and run until Ctrl-C')
    .option('-p, --port <number>', 'where to listen; 0 takes a free port', portNumber, DEFAULT_PORT)
    .option('--host <address>', 'the address to listen on', '127.0.0.1')
    .option('--host-name <names...>', 'further names under which it is reached, as `hearth` in a compose file', [])
    .option('-d, --data <directory>', `where state lives (default: ${defaultDataDirectory()})`)
    .addOption(new Option('--ephemeral', 'a throw-away data directory, removed at the end').conflicts('data'))
    .option('--database <url>', 'keep state in PostgreSQL (postgres://…) instead of the embedded database')
    .addOption(
      new Option('--durability <kind>', 'what acknowledged state survives: the end of the process, or of the power')
        .choices(['process', 'power'])
        .default('process'),
    )
    .option('--spares <number>', 'booted runtimes kept ready per kind; 0 for none', wholeNumber, 2)
    .option('--json', 'print one line of JSON with `endpoint` when ready')
    .addOption(
      new Option('--log-level <level>', "the platform's own log, on standard error")
        .choices(['debug', 'info', 'warn', 'error'])
        .default('warn'),
    )
    .addHelpText('after', EXAMPLES)
    .action(start);
}

async function start(options: StartOptions): Promise<void> {
  // Loaded here, so that `hearth --help` and the other verbs start without the platform.
  const { startPlatform } = await import('../../compose.ts');
  const platform = await startPlatform(platformOptions(options));
  for (const flag of V8_FLAGS) setFlagsFromString(flag);
  // Before anyone is told that it runs: whoever reads the line may stop it at once.
  const toldToStop = untilToldToStop(() => process.exit(130));
  if (options.json)
    console.log(JSON.stringify({ endpoint: platform.endpoint, pid: process.pid, data: platform.dataDirectory }));
  else greet(platform, await platform.capabilities(), options);
  await toldToStop;
  if (!options.json) process.stderr.write('\nstopping: running invocations have a few seconds …\n');
  await platform.stop(GRACE_MS);
  process.exit(0);
}

function platformOptions(options: StartOptions): PlatformOptions {
  return {
    host: options.host,
    port: options.port,
    hostNames: options.hostName.map((name) => name.toLowerCase()),
    data: options.ephemeral
      ? { kind: 'ephemeral' }
      : { kind: 'directory', path: options.data ?? defaultDataDirectory() },
    databaseUrl: options.database,
    durability: options.durability,
    spares: options.spares,
    logger: jsonLogger(options.logLevel),
  };
}

function greet({ endpoint, dataDirectory }: Platform, capabilities: HostCapabilities, options: StartOptions): void {
  const ownPort = options.port === DEFAULT_PORT ? '' : `AWS_ENDPOINT_URL=${endpoint} `;
  const out = (text: string) => console.log(text);
  const dim = (text: string) => style('dim', text, process.stdout);
  out(`${style('bold', 'Hearth', process.stdout)} listens at ${style('cyan', endpoint, process.stdout)}`);
  out(`  ${dim('state')}      ${dataDirectory}${options.ephemeral ? ' (removed at the end)' : ''}`);
  const memory = limitText(capabilities.memoryLimit, 'limited by');
  const cpu = limitText(capabilities.cpuLimit, 'limited by');
  out(`  ${dim('functions')}  ${capabilities.strategy}; memory: ${memory}; CPU: ${cpu}`);
  for (const weakness of capabilities.weaknesses) out(`  ${style('yellow', 'note', process.stdout)}       ${weakness}`);
  out(`  ${dim('next')}       eval "$(${ownPort}hearth env)" in another shell, then aws lambda list-functions`);
  out(`             Ctrl-C stops it`);
}

function portNumber(text: string): number {
  const port = Number(text);
  if (/^\d+$/.test(text) && port <= 65_535) return port;
  throw new InvalidArgumentError('it must be a port from 0 to 65535');
}

function wholeNumber(text: string): number {
  if (!/^\d+$/.test(text)) throw new InvalidArgumentError('it must be a whole number, 0 or more');
  return Number(text);
}
