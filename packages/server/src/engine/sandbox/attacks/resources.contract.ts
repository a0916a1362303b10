import assert from 'node:assert/strict';
import { it } from 'node:test';
import type { EngineFixture } from '../../testing/engine-fixture.ts';
import type { HostCapabilities } from '../sandbox.ts';
import { attackingModule } from './attack.ts';

type Fixture = () => EngineFixture;

/** Attacks on what all functions share: processes, memory, disk, time. */
export function resourceContract(fixture: Fixture, { strategy, processLimit }: HostCapabilities): void {
  afterwardsContract(fixture);
  if (strategy !== 'plain') {
    limitsContract(fixture);
    diskContract(fixture);
  }
  if (processLimit !== 'none') processLimitContract(fixture);
}

async function attack(
  fixture: Fixture,
  source: string,
  over: Parameters<EngineFixture['define']>[1] = {},
): Promise<unknown> {
  return (await fixture().invoke(await fixture().define(attackingModule(source), over))).value;
}

function limitsContract(fixture: Fixture): void {
  it('a function that kills everything it can reach harms no other', async () => {
    const neighbour = await fixture().define('let n = 0; exports.handler = async () => ++n');
    await fixture().invoke(neighbour);
    // Where it could reach more than itself it must not try: that would be the machine that runs the tests.
    const value = await attack(
      fixture,
      `if (pids().length > 8) return 'too many'; spawn('sleep', ['60']); process.kill(-1, 'SIGKILL'); return 'killed'`,
    );
    assert.equal(value, 'killed');
    assert.equal((await fixture().invoke(neighbour)).value, 2);
  });

  it('a function cannot write more than its ephemeral storage to /tmp', async () => {
    const value = await attack(
      fixture,
      `const file = fs.openSync('/tmp/full', 'w'); const piece = Buffer.alloc(1 << 20); let megabytes = 0;
      try { for (; megabytes < 700; megabytes++) fs.writeSync(file, piece); } catch (error) { return [error.code, megabytes]; } finally { fs.rmSync('/tmp/full'); }
      return ['written', megabytes]`,
      { memoryMb: 512, timeoutSeconds: 60 },
    );
    const [code, megabytes] = value as [string, number];
    assert.equal(code, 'ENOSPC');
    assert.ok(megabytes <= 512, String(megabytes));
  });

  it('a function cannot hold more than 1,024 open files', async () => {
    const value = await attack(
      fixture,
      `const open = []; try { for (;;) open.push(fs.openSync('/dev/null', 'r')); } catch (error) { open.forEach((fd) => fs.closeSync(fd)); return [error.code, open.length]; }`,
    );
    const [code, count] = value as [string, number];
    assert.equal(code, 'EMFILE');
    assert.ok(count < 1024, String(count));
  });
}

function diskContract(fixture: Fixture): void {
  it('does not hold: a function cannot write to the host’s disk', async () => {
    const source = `const place = '/var/cache/compile/left-' + process.pid; fs.writeFileSync(place, 'x'); fs.rmSync(place); return 'written'`;
    assert.equal(await attack(fixture, source), 'written');
  });
}

function processLimitContract(fixture: Fixture): void {
  it('a function cannot start more than 1,024 processes and threads', async () => {
    const value = await attack(
      fixture,
      `const started = []; let refused = null;
      while (started.length < 1500 && !refused) {
        const child = spawn('/bin/sleep', ['30'], { stdio: 'ignore' });
        await new Promise((resolve) => { child.once('spawn', resolve); child.once('error', (error) => { refused = error.code; resolve(); }); });
        if (!refused) started.push(child);
      }
      for (const child of started) child.kill('SIGKILL');
      return [refused, started.length]`,
      { memoryMb: 3008, timeoutSeconds: 60 },
    );
    const [refused, started] = value as [string, number];
    assert.equal(refused, 'EAGAIN');
    assert.ok(started < 1024, String(started));
  });

  it('a function whose dead orphans are more than 1,024 goes on working', async () => {
    const spec = await fixture().define(
      attackingModule(
        `const shell = spawnSync('/bin/sh', ['-c', 'i=0; while [ $i -lt 2000 ]; do (: &) || exit 1; i=$((i + 1)); done; echo $i']);
        return shell.stdout.toString()`,
      ),
      { memoryMb: 1769 },
    );
    for (let call = 0; call < 2; call++) assert.equal((await fixture().invoke(spec)).value, '2000\n');
  });
}

function afterwardsContract(fixture: Fixture): void {
  it('a function does not compute after it has answered', async () => {
    const spec = await fixture().define(
      `let ticks = 0; setInterval(() => { ticks += 1 }, 1); exports.handler = async (event) => { const seen = ticks; if (event.reset) ticks = 0; return seen; }`,
    );
    await fixture().invoke(spec, { reset: true });
    // By now it is frozen: 300 ms pass without a tick, but for those before it was.
    await new Promise((resolve) => setTimeout(resolve, 300));
    const { value } = await fixture().invoke(spec);
    assert.ok((value as number) < 100, `${String(value)} ticks`);
  });

  it('a function finds nothing of the one that had its place before', async () => {
    const leaves = `const tmp = require('node:os').tmpdir(); const seen = fs.readdirSync(tmp); fs.writeFileSync(tmp + '/trace', 'x'); return seen`;
    const first = await fixture().define(attackingModule(leaves));
    await fixture().invoke(first);
    fixture().engine.retire(first.key);
    assert.deepEqual(await attack(fixture, leaves), []);
  });
}
