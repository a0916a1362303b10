import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { after, before, describe, it } from 'node:test';
import { controlGroupsContract } from './control-groups.contract.ts';
import { privateRootContract } from './private-root.contract.ts';
import { discardOutput, outputOf } from './sandbox-output.ts';
import { supervisionContract } from './supervision.contract.ts';
import type { Sandbox, SandboxCommand, SandboxDriver, TakenPaths, TakePlan } from './sandbox.ts';

/** What every driver and strategy must do. `directory` is on a file system that the sandboxes may bind from. */
export function sandboxContract(
  name: string,
  directory: string,
  create: (runDirectory: string) => Promise<SandboxDriver>,
): void {
  describe(`sandbox: ${name}`, () => {
    let driver: SandboxDriver;
    let root: string;
    let plan: TakePlan;
    const running: Sandbox[] = [];

    before(async () => {
      root = await mkdtemp(join(directory, 'hearth-sandbox-'));
      driver = await create(join(root, 'run'));
      const code = join(root, 'my code');
      const compileCache = join(root, 'cache');
      await mkdir(code);
      await mkdir(compileCache);
      await chmod(compileCache, 0o777);
      await writeFile(join(code, 'main.txt'), 'the code');
      plan = { code, layers: null, compileCache, ephemeralStorageMb: 512, memoryMb: 128 };
    });
    after(async () => {
      for (const sandbox of running) {
        sandbox.kill();
        discardOutput(sandbox);
      }
      await Promise.all(running.map((sandbox) => sandbox.closed));
      await driver.close();
      await rm(root, { recursive: true, force: true });
    });

    const boot = (script: string, over: Partial<SandboxCommand> = {}, memoryMb = 128): Sandbox => {
      const command = {
        file: '/bin/sh',
        args: ['-c', script],
        env: {},
        secretEnv: false,
        usesSocket: true,
        visiblePaths: [],
        guestPaths: {},
        ...over,
      };
      const sandbox = driver.boot({ command, memoryMb });
      running.push(sandbox);
      return sandbox;
    };

    it('runs a command with exactly its environment, and says how it ended', async () => {
      const sandbox = boot('echo "$COLOUR $HOME"; echo oops >&2; exit 7', {
        env: { COLOUR: 'blue green', PATH: '/usr/bin:/bin' },
      });
      const [err, out, exit] = await Promise.all([text(sandbox.stderr), outputOf(sandbox), sandbox.exited]);
      assert.deepEqual([out, err], ['blue green \n', 'oops\n']);
      assert.deepEqual(exit, { status: 7, signal: null, outOfMemory: false });
      await sandbox.closed;
    });

    it('connects descriptor 3 in both directions', async () => {
      const sandbox = boot('read line <&3; echo "got $line" >&3');
      sandbox.socket.write('hello\n');
      const [chunk] = (await once(sandbox.socket, 'data')) as [Buffer];
      assert.equal(chunk.toString(), 'got hello\n');
    });

    it('shows a function its code after it was taken', async () => {
      const sandbox = boot('echo ready; read root <&3; cat "$root/main.txt"');
      await once(sandbox.stdout, 'data');
      const { taskRoot } = await taken(sandbox, plan);
      sandbox.socket.write(`${taskRoot}\n`);
      assert.equal(await outputOf(sandbox), 'the code');
    });

    it('says of one that ended before that it has no files, instead of failing', async () => {
      const sandbox = boot('sleep 60');
      sandbox.kill();
      discardOutput(sandbox);
      // Without a private root the files are where they always were.
      assert.equal(await sandbox.take(plan).bound, driver.capabilities.strategy === 'plain');
    });

    it('gives the command a compile cache that it can write', async () => {
      const sandbox = boot('read cache <&3; echo kept > "$cache/file" && echo done');
      const { compileCache } = await taken(sandbox, plan);
      sandbox.socket.write(`${compileCache}\n`);
      assert.equal(await outputOf(sandbox), 'done\n');
      assert.ok(existsSync(join(plan.compileCache ?? '', 'file')));
    });

    it('passes secrets without showing them in a command line', async () => {
      const secret = randomBytes(8).toString('hex');
      const command: SandboxCommand = {
        file: '/bin/sh',
        args: ['-c', 'echo "$SECRET"'],
        env: { SECRET: `it's ${secret}`, PATH: '/usr/bin:/bin', LAMBDA_TASK_ROOT: driver.pathsOf(plan).taskRoot },
        secretEnv: true,
        usesSocket: false,
        visiblePaths: [],
        guestPaths: {},
      };
      const sandbox = driver.boot({ command, memoryMb: 128, take: plan });
      running.push(sandbox);
      assert.equal(await outputOf(sandbox), `it's ${secret}\n`);
    });

    it('leaves descriptor 3 to a command that came with secrets and uses it', async () => {
      const sandbox = driver.boot({
        command: {
          file: '/bin/sh',
          args: ['-c', 'read line <&3; echo "$SECRET $line"'],
          env: { SECRET: 'one\ntwo', PATH: '/usr/bin:/bin', LAMBDA_TASK_ROOT: driver.pathsOf(plan).taskRoot },
          secretEnv: true,
          usesSocket: true,
          visiblePaths: [],
          guestPaths: {},
        },
        memoryMb: 128,
        take: plan,
      });
      running.push(sandbox);
      await sandbox.take(plan).bound;
      sandbox.socket.write('three\n');
      assert.equal(await outputOf(sandbox), 'one\ntwo three\n');
    });

    it('hands the files of /tmp on to the next sandbox, and to the one after', async () => {
      const command = (script: string): SandboxCommand => ({
        file: '/bin/sh',
        args: ['-c', script],
        env: { PATH: '/usr/bin:/bin' },
        secretEnv: false,
        usesSocket: true,
        visiblePaths: [],
        guestPaths: {},
      });
      const fill = 'cd "${TMPDIR:-/tmp}"; echo kept > file; echo ready; sleep 60';
      const first = driver.boot({ command: command(fill), memoryMb: 128, take: plan });
      running.push(first);
      const { taskRoot } = await taken(first, plan);
      await once(first.stdout, 'data');
      let tmp = first.keepTmp();
      first.kill();
      discardOutput(first);
      for (const expected of ['kept\n', 'kept\nagain\n']) {
        assert.ok(tmp);
        const script = `cd "\${TMPDIR:-/tmp}"; cat file '${taskRoot}/main.txt'; echo again >> file; ls /proc | grep -c '^[0-9]' >&2; sleep 60`;
        const next = driver.boot({ command: command(script), memoryMb: 128, take: plan, tmp });
        running.push(next);
        await next.take(plan).bound;
        const [chunk] = (await once(next.stderr, 'data')) as [Buffer];
        assert.ok(
          driver.capabilities.strategy === 'plain' || Number(chunk.toString()) < 10,
          'processes of its own alone',
        );
        assert.equal(String(next.stdout.read()), `${expected}the code`);
        tmp = next.keepTmp();
        next.kill();
        discardOutput(next);
      }
      tmp?.release();
    });

    it('names the signal that ended a command', async () => {
      const exit = await boot('kill -SEGV $$').exited;
      assert.deepEqual([exit.status, exit.signal], [null, 'segmentation fault']);
    });

    it('ends everything that was started inside, stopped or not', async () => {
      // Without namespaces and control groups a process that detached itself cannot be found any more.
      const { strategy, processLimit } = driver.capabilities;
      const detached = strategy === 'plain' && processLimit === 'none' ? '' : '(setsid sleep 600 &);';
      const sandbox = boot(`(trap "" TERM HUP; while :; do sleep 1; done) & ${detached} echo started; wait`);
      await once(sandbox.stdout, 'data');
      sandbox.freeze();
      sandbox.kill();
      discardOutput(sandbox);
      // The pipes close when the last process that holds them has ended.
      await sandbox.closed;
    });

    it('stops processes while frozen', async () => {
      const sandbox = boot('i=0; while :; do i=$((i+1)); echo $i; sleep 0.01; done');
      await sandbox.take(plan).bound;
      await once(sandbox.stdout, 'data');
      sandbox.freeze();
      const received = () =>
        new Promise<boolean>((resolve) => {
          const timer = setTimeout(() => resolve(false), 200);
          sandbox.stdout.once('data', () => {
            clearTimeout(timer);
            resolve(true);
          });
        });
      // What was written before it stopped may still arrive.
      await received();
      assert.equal(await received(), false);
      sandbox.thaw();
      assert.equal(await received(), true);
      sandbox.kill();
    });

    it('ends a sandbox that was still there when the driver closed', async () => {
      const other = await create(join(root, 'other'));
      const [args, env] = [['-c', 'echo up; exec sleep 60'], { PATH: '/usr/bin:/bin' }];
      const command = {
        file: '/bin/sh',
        args,
        env,
        secretEnv: false,
        usesSocket: true,
        visiblePaths: [],
        guestPaths: {},
      };
      const sandbox = other.boot({ command, memoryMb: 128 });
      await once(sandbox.stdout, 'data');
      discardOutput(sandbox);
      await other.close();
      sandbox.kill();
      const { signal, outOfMemory } = await sandbox.exited;
      assert.deepEqual([signal, outOfMemory], ['killed', false]);
      await sandbox.closed;
    });

    it('measures memory and ends what has too much', async () => {
      const sandbox = boot(
        'x=$(head -c 40000000 /dev/zero | tr "\\0" a); echo full; sleep 60; echo "$x"',
        { env: { PATH: '/usr/bin:/bin' } },
        16,
      );
      const endedByKernel = await Promise.race([
        once(sandbox.stdout, 'data').then(() => false),
        sandbox.exited.then(() => true),
      ]);
      if (!endedByKernel) {
        assert.ok(sandbox.peakMemoryBytes() > 16_000_000);
        sandbox.enforceMemory();
      }
      const exit = await sandbox.exited;
      assert.equal(exit.outOfMemory, true);
      assert.equal(exit.signal, 'killed');
    });

    if (process.platform === 'linux')
      for (const contract of [controlGroupsContract, privateRootContract, supervisionContract])
        contract(
          () => driver,
          boot,
          () => plan,
          () => root,
        );
  });
}

/** Where the plan is, once it is there. */
async function taken(sandbox: Sandbox, plan: TakePlan): Promise<TakenPaths> {
  const { paths, bound } = sandbox.take(plan);
  await bound;
  return paths;
}
