import assert from 'node:assert/strict';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { it, type TestContext } from 'node:test';
import { childrenOf, memoryOf } from './process/proc.ts';
import { discardOutput, outputOf } from './sandbox-output.ts';
import type { CommandExit, Sandbox, SandboxCommand, SandboxDriver, TakePlan } from './sandbox.ts';

const env = { PATH: '/usr/bin:/bin' };
const FAILS_AFTER_MS = 20_000;
/** Double forks of what ends at once: enough to reach the limit of processes, were the dead not buried. Then says how many there are. */
const LEAVE_ORPHANS = `i=0; while [ $i -lt 2000 ]; do (: &) || exit 1; i=$((i + 1)); done; ls /proc | grep -c '^[0-9]'`;
/** Those that live, and some that wait for their burial on a busy machine. */
const MOST_LEFT = 200;
const EXTENSION = 'the agent';

/** Who is who below the supervisor: not for `plain`, which has none. */
export function supervisionContract(
  driver: () => SandboxDriver,
  boot: (script: string, over?: Partial<SandboxCommand>) => Sandbox,
  plan: () => TakePlan,
  root: () => string,
): void {
  const supervised = (title: string, test: (t: TestContext) => Promise<void>) =>
    void it(title, { timeout: FAILS_AFTER_MS }, async (t) => {
      if (driver().capabilities.strategy !== 'plain') await test(t);
    });

  const bootBeside = async (
    t: TestContext,
    extension: string,
    command: string,
    onExit = (_name: string, _exit: CommandExit) => {},
  ) => {
    const layers = join(root(), 'layers');
    const file = join(layers, 'extensions', EXTENSION);
    await mkdir(join(layers, 'extensions'), { recursive: true });
    await writeFile(file, `#!/bin/sh\n${extension}\n`);
    await chmod(file, 0o755);
    const sandbox = driver().boot({
      command: { ...SHELL, args: ['-c', command] },
      memoryMb: 128,
      take: { ...plan(), layers },
      companions: { names: [EXTENSION], env, onExit },
    });
    t.after(() => end(sandbox));
    return sandbox;
  };

  supervised('signals the command, not what was left to the supervisor', async () => {
    const sandbox = boot('(sleep 600 &); echo up; exec sleep 60', { env });
    await once(sandbox.stdout, 'data');
    sandbox.signal('SIGTERM');
    assert.equal((await sandbox.exited).signal, 'terminated');
    sandbox.kill();
  });

  supervised('signals a command that has not started as soon as it has, and no extension', async (t) => {
    const ended: string[] = [];
    const sandbox = await bootBeside(t, 'echo up; exec sleep 60', 'exec sleep 60', (name) => ended.push(name));
    await once(sandbox.stdout, 'data');
    sandbox.signal('SIGTERM');
    sandbox.run();
    assert.equal((await sandbox.exited).signal, 'terminated');
    assert.deepEqual(ended, []);
  });

  supervised('says which extension ended, and how', async (t) => {
    const ended = Promise.withResolvers<[string, CommandExit]>();
    const sandbox = await bootBeside(
      t,
      'mkfifo /tmp/order; chmod 666 /tmp/order; echo up; read order </tmp/order; exit 3',
      'echo end >/tmp/order; exec sleep 60',
      (...exit) => ended.resolve(exit),
    );
    await once(sandbox.stdout, 'data');
    sandbox.run();
    assert.deepEqual(await ended.promise, [EXTENSION, { status: 3, signal: null, outOfMemory: false }]);
  });

  supervised('lets the platform go first when an event wakes the command', async () => {
    const sandbox = boot('echo up; exec sleep 60', { env });
    await once(sandbox.stdout, 'data');
    // "up" comes before `exec`.
    const command = () => sandbox.processes()!.find((pid) => !isShell(pid) && /sleep.60/.test(commandLineOf(pid)));
    for (let pid = command(); pid === undefined || schedulingPolicyOf(pid) !== SCHED_BATCH; pid = command())
      await turn();
    sandbox.kill();
  });

  supervised('buries the orphans of its command', async () => {
    const count = Number(await outputOf(boot(LEAVE_ORPHANS, { env })));
    assert.ok(count > 0 && count < MOST_LEFT, String(count));
  });

  supervised('buries the orphans of an extension, also before the command has started', async (t) => {
    const sandbox = await bootBeside(t, `${LEAVE_ORPHANS}; exec sleep 60`, 'exit 5');
    const [count] = (await once(sandbox.stdout, 'data')) as [Buffer];
    assert.ok(Number(count) < MOST_LEFT, String(count));
    sandbox.run();
    assert.equal((await sandbox.exited).status, 5);
  });

  supervised('counts the memory of orphans, and not that of its own shells', async () => {
    const sandbox = boot(
      `(sh -c 'x=$(head -c 40000000 /dev/zero | tr "\\0" a); echo full; read x <&3' &); read x <&3`,
      {
        env,
      },
    );
    await once(sandbox.stdout, 'data');
    const functions = sandbox.processes()!.filter((pid) => !isShell(pid));
    const expected = functions.reduce((sum, pid) => sum + memoryOf(pid, 'VmHWM'), 0);
    assert.ok(expected > 40_000_000);
    assert.equal(sandbox.peakMemoryBytes(), expected);
    sandbox.kill();
  });

  supervised('ends when nobody inside takes commands any more', async () => {
    const sandbox = boot('echo up; exec sleep 60', { env });
    await once(sandbox.stdout, 'data');
    const reader = await readerOf(sandbox);
    process.kill(reader, 'SIGKILL');
    do await turn();
    while (sandbox.processes()!.includes(reader));
    discardOutput(sandbox);
    assert.equal(await sandbox.take(plan()).bound, false);
    await sandbox.closed;
  });
}

const SHELL = { file: '/bin/sh', env, secretEnv: false, usesSocket: true, visiblePaths: [], guestPaths: {} };

/** One of ours; the launcher's command line names it as well. */
function isShell(pid: number): boolean {
  return commandLineOf(pid).includes('supervisor.sh');
}

/** Empty for one that has ended. */
function commandLineOf(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'latin1');
  } catch {
    return '';
  }
}

const SCHED_BATCH = 3;

/** proc(5), /proc/PID/stat: `policy` is the 41st field; the name, the second, may hold blanks. */
function schedulingPolicyOf(pid: number): number {
  const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
  return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[38]);
}

/** The shell that waits for commands, once it does. */
async function readerOf(sandbox: Sandbox): Promise<number> {
  const reads = (pid: number) => / S /.test(readFileSync(`/proc/${pid}/stat`, 'latin1'));
  for (;;) {
    const reader = sandbox.processes()!.find((pid) => isShell(pid) && childrenOf(pid).length === 0 && reads(pid));
    if (reader !== undefined) return reader;
    await turn();
  }
}

function turn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

async function end(sandbox: Sandbox): Promise<void> {
  sandbox.kill();
  discardOutput(sandbox);
  await sandbox.closed;
}
