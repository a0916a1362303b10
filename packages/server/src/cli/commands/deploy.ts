import { Command } from 'commander';
import { type App, describeApp } from '../deploy/app.ts';
import { deployedStacks } from '../deploy/deployed-stacks.ts';
import { deployTool } from '../deploy/deploy-tool.ts';
import { projectOf } from '../deploy/project.ts';
import { runningPlatform } from '../deploy/running-platform.ts';
import { runTool } from '../deploy/run-tool.ts';
import { style } from '../style.ts';

const EXAMPLES = `
Examples:
  $ hearth deploy                              the app in this directory
  $ hearth deploy examples/hello --stage test  another one; what Hearth does not know goes to the tool
  $ hearth deploy . -- --verbose               so does everything after --
  $ hearth deploy -- --function hello          the code of one function, in a second
  $ hearth deploy --json                       one line of JSON with endpoints, functions and outputs

The tool is the project's own serverless or osls when it has one; else Hearth installs osls once. It talks to Hearth only,
whatever credentials and profiles this shell has.`;

/** `afterDashes`: the words of the command line behind `--`. */
export function deployCommand(afterDashes: readonly string[]): Command {
  return new Command('deploy')
    .description('deploy the app of a serverless.yml here, and show its local URLs')
    .argument('[words...]', 'the directory of the app (this one), then arguments for the tool')
    .usage('[options] [directory] [arguments for the tool]')
    .allowUnknownOption()
    .option('--json', 'one line of JSON when it is deployed; the output of the tool goes to standard error')
    .addHelpText('after', EXAMPLES)
    .action((words: string[], options: { json?: boolean }) => deploy(words, afterDashes, options));
}

async function deploy(
  words: readonly string[],
  afterDashes: readonly string[],
  options: { readonly json?: boolean },
): Promise<void> {
  const { directory, toolWords } = projectOf(words, afterDashes);
  const target = await runningPlatform(process.env);
  const tool = await deployTool(directory, (line) => process.stderr.write(`${line}\n`));
  const startedAt = Date.now();
  const output = options.json ? 'stderr' : 'stdout';
  const code = await runTool(tool, { directory, target, words: ['deploy', ...toolWords], output });
  if (code !== 0) {
    process.exitCode = code;
    return;
  }
  const stacks = await deployedStacks(directory, toolWords, target, startedAt);
  const apps = await Promise.all(stacks.map((stack) => describeApp(target, stack)));
  if (options.json) console.log(JSON.stringify({ endpoint: target.endpoint, apps }));
  else for (const app of apps) show(app);
}

function show({ stack, region, endpoints, functions, outputs }: App): void {
  const dim = (text: string) => style('dim', text, process.stdout);
  const title = (text: string) => console.log(`  ${dim(text)}`);
  console.log(`\n${style('bold', stack, process.stdout)} is on Hearth ${dim(`(${region})`)}`);
  if (endpoints.length > 0) title('URLs');
  for (const { method, url } of endpoints) {
    console.log(`    ${method.padEnd(6)} ${style('cyan', url, process.stdout)}`);
  }
  if (functions.length > 0) title('functions');
  for (const name of functions) console.log(`    ${name.padEnd(40)} ${dim(`hearth logs ${name} -f`)}`);
  if (Object.keys(outputs).length > 0) title('outputs');
  for (const [name, value] of Object.entries(outputs)) console.log(`    ${name}: ${value}`);
}
