import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { Command } from 'commander';
import { describeHost } from '../../engine/sandbox/process/host.ts';
import { VERSION } from '../../kernel/version.ts';
import { targetFrom } from '../client.ts';
import { defaultDataDirectory } from '../data-home.ts';
import { limitText } from '../limit-text.ts';
import { style } from '../style.ts';
import { whoAnswers } from '../who-answers.ts';

const run = promisify(execFile);

/** One line of the examination. `weak` works, with less than the best; `absent` does not. */
interface Finding {
  readonly topic: string;
  readonly verdict: 'good' | 'weak' | 'absent';
  readonly text: string;
}

export function doctorCommand(): Command {
  return new Command('doctor')
    .description('tell what this host can isolate, limit and run, and what not')
    .option('--json', 'one JSON object')
    .addHelpText('after', '\nExamples:\n  $ hearth doctor\n  $ hearth doctor --json')
    .action(async (options: { json?: boolean }) => {
      const findings = (await Promise.all([platform(), isolation(), runtimes(), running()])).flat();
      if (options.json) console.log(JSON.stringify({ version: VERSION, findings }));
      else for (const finding of findings) print(finding);
    });
}

async function platform(): Promise<Finding[]> {
  return [
    {
      topic: 'hearth',
      verdict: 'good',
      text: `${VERSION} on Node ${process.versions.node}, ${process.platform} ${process.arch}`,
    },
    { topic: 'state', verdict: 'good', text: `${defaultDataDirectory()} unless --data says otherwise` },
  ];
}

async function isolation(): Promise<Finding[]> {
  const host = await describeHost();
  const strategies = {
    'namespaces-root': 'functions run in namespaces of their own, each as a user of its own',
    'namespaces-user': "functions run in namespaces of their own, without privileges, as this machine's user",
    plain: 'functions are plain processes of this user: run only code that you trust',
  };
  const limit = (kind: string) => (kind === 'none' || kind === 'watched' ? 'weak' : 'good');
  return [
    { topic: 'isolation', verdict: host.strategy === 'plain' ? 'weak' : 'good', text: strategies[host.strategy] },
    { topic: 'memory', verdict: limit(host.memoryLimit), text: limitText(host.memoryLimit, 'limit by') },
    { topic: 'cpu', verdict: limit(host.cpuLimit), text: limitText(host.cpuLimit, 'share in proportion to memory by') },
    { topic: 'processes', verdict: limit(host.processLimit), text: limitText(host.processLimit, 'limit by') },
    { topic: 'freeze', verdict: 'good', text: `idle environments stand still by ${host.freeze}` },
    {
      topic: 'clean end',
      verdict: host.diesWithPlatform === 'kernel' ? 'good' : 'weak',
      text:
        host.diesWithPlatform === 'kernel'
          ? 'the kernel ends functions with the platform'
          : 'left-over functions are ended at the next start',
    },
    ...host.weaknesses.map((text): Finding => ({ topic: 'note', verdict: 'weak', text })),
  ];
}

async function runtimes(): Promise<Finding[]> {
  return Promise.all([npm(), python()]);
}

async function npm(): Promise<Finding> {
  const version = await run('npm', ['--version']).then(
    ({ stdout }) => stdout.trim(),
    () => null,
  );
  if (!version)
    return {
      topic: 'node',
      verdict: 'absent',
      text: 'no npm on the PATH: install it, so that Node runtimes can be fetched',
    };
  return {
    topic: 'node',
    verdict: 'good',
    text: `nodejs18.x to nodejs24.x, fetched when first needed with npm ${version}`,
  };
}

async function python(): Promise<Finding> {
  const { allPythons } = await import('../../engine/runtimes/python-finder.ts');
  const found = [...new Set((await allPythons()).map(({ version }) => version.split('.').slice(0, 2).join('.')))];
  if (found.length === 0)
    return {
      topic: 'python',
      verdict: 'absent',
      text: 'no interpreter found: install python3 to run python3.x functions',
    };
  return { topic: 'python', verdict: 'good', text: found.map((version) => `python${version}`).join(', ') };
}

async function running(): Promise<Finding> {
  const { endpoint } = targetFrom(process.env);
  const answering = await whoAnswers(endpoint);
  switch (answering.who) {
    case 'hearth':
      return { topic: 'running', verdict: 'good', text: `Hearth ${answering.version} answers at ${endpoint}` };
    case 'other':
      return {
        topic: 'running',
        verdict: 'weak',
        text: `what answers at ${endpoint} is not Hearth: stop it, or \`hearth start --port\` with another one`,
      };
    case 'nobody':
      return { topic: 'running', verdict: 'weak', text: `none at ${endpoint}: \`hearth start\` starts one` };
  }
}

const MARKS = { good: ['green', '✓'], weak: ['yellow', '!'], absent: ['red', '✗'] } as const;

function print({ topic, verdict, text }: Finding): void {
  const [colour, mark] = MARKS[verdict];
  console.log(`${style(colour, mark, process.stdout)} ${topic.padEnd(10)} ${text}`);
}
