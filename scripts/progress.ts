import { spawn } from 'node:child_process';

/** One named step of a script: says what it does, how long it took, and shows a failure's whole output. */
export async function step(title: string, work: () => Promise<string | void>): Promise<boolean> {
  const startedAt = performance.now();
  process.stdout.write(`  … ${title}`);
  try {
    const note = await work();
    process.stdout.write(`\r  ✓ ${title}${note ? ` (${note})` : ''} ${seconds(startedAt)}\n`);
    return true;
  } catch (error) {
    process.stdout.write(
      `\r  ✗ ${title} ${seconds(startedAt)}\n${error instanceof Error ? error.message : String(error)}\n`,
    );
    return false;
  }
}

function seconds(startedAt: number): string {
  return `${((performance.now() - startedAt) / 1000).toFixed(1)} s`;
}

/** Runs a command quietly; rejects with everything it printed when it fails. */
export function command(file: string, args: readonly string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(file, args, { stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    child.stdout.on('data', (chunk) => (output += chunk));
    child.stderr.on('data', (chunk) => (output += chunk));
    child.on('error', reject);
    child.on('close', (code) => {
      if (code === 0) resolve(output);
      else reject(new Error(`${file} ${args.join(' ')} exited with ${code}\n${output}`));
    });
  });
}
