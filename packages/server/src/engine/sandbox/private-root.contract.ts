import assert from 'node:assert/strict';
import { it } from 'node:test';
import { outputOf } from './sandbox-output.ts';
import type { Sandbox, SandboxCommand, SandboxDriver, TakePlan } from './sandbox.ts';

/** Only for strategies with namespaces; `plain` says in its weaknesses that it has none of this. */
export function privateRootContract(
  driver: () => SandboxDriver,
  boot: (script: string, over?: Partial<SandboxCommand>) => Sandbox,
  plan: () => TakePlan,
  root: () => string,
): void {
  const hasPrivateRoot = () => driver().capabilities.strategy !== 'plain';

  it('keeps the host out of sight, unless it is plain and says so', async () => {
    if (!hasPrivateRoot()) return assert.match(driver().capabilities.weaknesses.join(' '), /ordinary processes/);
    const sandbox = boot(
      `ls /; ls ${root()} /root /home /work 2>&1; ls /proc | grep -c '^[0-9]'; cat /proc/1/environ 2>&1; ls /proc/1/root/ 2>&1`,
      { env: { PATH: '/usr/bin:/bin' } },
    );
    const output = await outputOf(sandbox);
    assert.doesNotMatch(output, /hearth-sandbox-\S+:$/m);
    assert.match(output, /cannot access '\/root'|cannot open directory/);
    assert.match(output, /Permission denied/);
    assert.ok(Number(/^\d+$/m.exec(output)?.[0]) < 10, output);
  });

  it('lets a function write to /tmp alone, up to its size', async () => {
    if (!hasPrivateRoot()) return;
    const script = `read root <&3
      for place in /var/task/x /opt/x /usr/x /etc/x /x; do echo no > $place && echo "wrote $place"; done
      echo yes > /tmp/x && cat /tmp/x; df -m /tmp | tail -1 | tr -s ' ' | cut -d' ' -f2`;
    const sandbox = boot(script, { env: { PATH: '/usr/bin:/bin' } });
    await sandbox.take({ ...plan(), ephemeralStorageMb: 1024 }).bound;
    sandbox.socket.write('\n');
    assert.equal(await outputOf(sandbox), 'yes\n1024\n');
  });

  it('gives a command no privileges and no way to new ones', async () => {
    if (!hasPrivateRoot()) return;
    const sandbox = boot(
      'grep -E "^(CapEff|CapBnd|NoNewPrivs)" /proc/self/status; unshare -U true 2>/dev/null && echo escaped; ulimit -n',
      {
        env: { PATH: '/usr/bin:/bin' },
      },
    );
    assert.equal(
      await outputOf(sandbox),
      'CapEff:\t0000000000000000\nCapBnd:\t0000000000000000\nNoNewPrivs:\t1\n1024\n',
    );
  });
}
