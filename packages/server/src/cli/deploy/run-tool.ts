import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { constants } from 'node:os';
import { PlatformError } from '../../kernel/errors.ts';
import type { Target } from '../client.ts';
import { awsHookOptions } from './aws-hook.ts';
import type { DeployTool } from './deploy-tool.ts';
import { tellInstallations } from './tell-installations.ts';
import { toolEnvironment } from './tool-environment.ts';

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

export interface ToolRun {
  readonly directory: string;
  readonly target: Target;
  /** The verb and what follows it. */
  readonly words: readonly string[];
  /** Where the tool's own output goes; `stderr` when ours is for a program. */
  readonly output: 'stdout' | 'stderr';
}

/** Runs the tool in the project against the platform; resolves to its exit code, 128 + n for signal n. */
export async function runTool(tool: DeployTool, { directory, target, words, output }: ToolRun): Promise<number> {
  await using hook = await awsHookOptions(target.endpoint, process.env.NODE_OPTIONS);
  using _ = tellInstallations(target.endpoint, (sentence) => process.stderr.write(`hearth: ${sentence}\n`));
  const child = spawn(tool.file, [...tool.args, ...words], {
    cwd: directory,
    env: toolEnvironment(process.env, target, hook.nodeOptions, words[0]),
    stdio: ['inherit', output === 'stdout' ? 'inherit' : 2, 'inherit'],
  });
  let told: NodeJS.Signals | null = null;
  const onSignal = (signal: NodeJS.Signals) => {
    told = signal;
    // A terminal's Ctrl-C reaches the tool by itself.
    if (signal !== 'SIGINT') child.kill(signal);
  };
  for (const signal of SIGNALS) process.on(signal, onSignal);
  try {
    const [code, signal] = (await once(child, 'exit').catch(cannotStart)) as [number | null, NodeJS.Signals | null];
    // osls ends with 0 when it is told to stop.
    const reason = told ?? signal;
    return reason ? 128 + constants.signals[reason] : code!;
  } finally {
    for (const signal of SIGNALS) process.off(signal, onSignal);
  }

  function cannotStart(cause: unknown): never {
    throw new PlatformError(
      `${tool.file} cannot be started.`,
      'Install the dependencies of the project again (`npm install`), or remove that tool: Hearth then uses its own.',
      { cause },
    );
  }
}
