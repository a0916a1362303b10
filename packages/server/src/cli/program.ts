import { Command, CommanderError } from 'commander';
import { PlatformError } from '../kernel/errors.ts';
import { VERSION } from '../kernel/version.ts';
import { deployCommand } from './commands/deploy.ts';
import { doctorCommand } from './commands/doctor.ts';
import { envCommand } from './commands/env.ts';
import { invokeCommand } from './commands/invoke.ts';
import { logsCommand } from './commands/logs.ts';
import { removeCommand } from './commands/remove.ts';
import { serverlessCommand } from './commands/serverless.ts';
import { startCommand } from './commands/start.ts';
import { style } from './style.ts';

const EXAMPLES = `
Examples:
  $ hearth start                                      start the platform on port 4566
  $ eval "$(hearth env)"                              point AWS SDKs and tools of this shell at it
  $ aws lambda list-functions                         use it as you use AWS
  $ hearth deploy                                     deploy the serverless.yml of this directory
  $ hearth invoke hello --payload '{"name":"you"}'    call a function
  $ hearth logs hello -f                              follow its log`;

/** `afterDashes`: the words behind `--`, which some verbs pass on. */
export function program(afterDashes: readonly string[] = []): Command {
  const hearth = new Command('hearth')
    .enablePositionalOptions()
    .description('AWS Lambda at home: functions, SDK calls and serverless apps on your own machine.')
    .version(VERSION, '-v, --version')
    .addHelpText('after', EXAMPLES)
    .showHelpAfterError('(hearth --help shows what there is)');
  const verbs = [
    startCommand(),
    deployCommand(afterDashes),
    removeCommand(afterDashes),
    serverlessCommand(),
    invokeCommand(),
    logsCommand(),
    envCommand(),
    doctorCommand(),
  ];
  for (const verb of verbs)
    hearth.addCommand(verb.showHelpAfterError(`(hearth ${verb.name()} --help shows what there is)`));
  return hearth;
}

/** Runs the command line; the exit code is left in `process.exitCode`. */
export async function runCommandLine(argv: readonly string[]): Promise<void> {
  try {
    const dashes = argv.indexOf('--');
    await program(dashes < 0 ? [] : argv.slice(dashes + 1)).parseAsync(argv);
  } catch (error) {
    if (error instanceof CommanderError) return;
    process.exitCode = 1;
    report(error);
  }
}

function report(error: unknown): void {
  if (error instanceof PlatformError) {
    process.stderr.write(`${style('red', 'hearth:')} ${error.message}\n${error.remedy && `        ${error.remedy}\n`}`);
    if (error.cause instanceof Error) process.stderr.write(style('dim', `        (${error.cause.message})\n`));
    return;
  }
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
  process.stderr.write(`${style('red', 'hearth:')} this is a bug of Hearth's, please report it.\n${text}\n`);
}
