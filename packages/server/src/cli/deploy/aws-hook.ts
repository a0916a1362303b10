import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { PlatformError } from '../../kernel/errors.ts';

declare const HEARTH_BUNDLED: boolean | undefined;

/**
 * Options for Node under which a tool's connections to AWS's host names lead to the platform: for SDK v2, which knows no
 * AWS_ENDPOINT_URL (Serverless 3, and plugins of any version). Nothing that the tool starts inherits them: its packagers
 * may need the real network.
 */
export interface AwsHookOptions extends AsyncDisposable {
  readonly nodeOptions: string;
}

export async function awsHookOptions(endpoint: string, userOptions = ''): Promise<AwsHookOptions> {
  const hook = fileURLToPath(new URL(hookPath(), import.meta.url));
  if (!existsSync(hook)) {
    throw new PlatformError(`${hook} is missing.`, 'Build Hearth with `npm run build`, or install it again.');
  }
  const directory = await mkdtemp(join(tmpdir(), 'hearth-deploy-'));
  const script = join(directory, 'use-hook.cjs');
  await writeFile(script, useHook(Number(new URL(endpoint).port || 80), userOptions));
  return {
    nodeOptions: `--require ${quoted(hook)} --require ${quoted(script)}`,
    [Symbol.asyncDispose]: () => rm(directory, { recursive: true, force: true }),
  };
}

/** From this file, or from the chunk of dist that it is bundled into. */
function hookPath(): string {
  return typeof HEARTH_BUNDLED === 'undefined' ? '../../../dist/runtime/node/hook.cjs' : './runtime/node/hook.cjs';
}

function useHook(port: number, userOptions: string): string {
  return `globalThis[Symbol.for('hearth.aws-hook')].configure(${port});
const userOptions = ${JSON.stringify(userOptions)};
if (userOptions) process.env.NODE_OPTIONS = userOptions;
else delete process.env.NODE_OPTIONS;
`;
}

/** As Node reads NODE_OPTIONS: double quotes hold spaces, a backslash the next character. */
function quoted(path: string): string {
  return `"${path.replaceAll(/["\\]/g, String.raw`\$&`)}"`;
}
