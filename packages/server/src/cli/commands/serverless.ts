import { Command } from 'commander';
import { deployTool } from '../deploy/deploy-tool.ts';
import { projectOf } from '../deploy/project.ts';
import { runningPlatform } from '../deploy/running-platform.ts';
import { runTool } from '../deploy/run-tool.ts';

const EXAMPLES = `
Examples:
  $ hearth sls info                            any verb of the tool, in the directory of the app
  $ hearth sls deploy list
  $ hearth sls rollback --timestamp 1795474204608
  $ hearth sls invoke --function hello`;

/** The deploy tool with its own words, pointed here: nothing of it needs a variable set by hand. */
export function serverlessCommand(): Command {
  return new Command('sls')
    .description('run any other verb of the deploy tool (serverless, osls) against Hearth')
    .argument('<words...>', 'what the tool is told')
    .usage('<words...>')
    .allowUnknownOption()
    .passThroughOptions()
    .addHelpText('after', EXAMPLES)
    .action(async (words: string[]) => {
      const { directory } = projectOf([], []);
      const target = await runningPlatform(process.env);
      const tool = await deployTool(directory, (line) => process.stderr.write(`${line}\n`));
      process.exitCode = await runTool(tool, { directory, target, words, output: 'stdout' });
    });
}
