import { Command } from 'commander';
import { deployTool } from '../deploy/deploy-tool.ts';
import { projectOf } from '../deploy/project.ts';
import { runningPlatform } from '../deploy/running-platform.ts';
import { runTool } from '../deploy/run-tool.ts';

const EXAMPLES = `
Examples:
  $ hearth remove                              the app in this directory
  $ hearth remove examples/hello --stage test  another one, of another stage`;

/** `afterDashes`: the words of the command line behind `--`. */
export function removeCommand(afterDashes: readonly string[]): Command {
  return new Command('remove')
    .description('remove what `hearth deploy` has put here: functions, APIs, logs, buckets, the stack')
    .argument('[words...]', 'the directory of the app (this one), then arguments for the tool')
    .usage('[options] [directory] [arguments for the tool]')
    .allowUnknownOption()
    .addHelpText('after', EXAMPLES)
    .action((words: string[]) => remove(words, afterDashes));
}

async function remove(words: readonly string[], afterDashes: readonly string[]): Promise<void> {
  const { directory, toolWords } = projectOf(words, afterDashes);
  const target = await runningPlatform(process.env);
  const tool = await deployTool(directory, (line) => process.stderr.write(`${line}\n`));
  process.exitCode = await runTool(tool, { directory, target, words: ['remove', ...toolWords], output: 'stdout' });
}
