import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { request } from 'node:http';
import { join } from 'node:path';
import { it } from 'node:test';
import type { EngineFixture } from '../../testing/engine-fixture.ts';
import type { SandboxStrategy } from '../sandbox.ts';
import { attackingModule } from './attack.ts';

const BOOTSTRAP = readFileSync(join(import.meta.dirname, 'bootstrap.sh'), 'utf8');

const ANSWERS_WITHIN_MS = 10_000;

/** Who else is on this machine can connect to the port, but is not answered. */
export function runtimeApiContract(strategy: SandboxStrategy, fixture: () => EngineFixture): void {
  if (strategy === 'plain') return;

  it('a function cannot use the Runtime API of another', async () => {
    const victim = await fixture().define({ 'bootstrap*': BOOTSTRAP }, { runtime: 'provided.al2023' });
    const address = (await fixture().invoke(victim)).value as string;
    const thief = await fixture().define(
      attackingModule(`const answer = await fetch('http://' + t.address + '/2018-06-01/' + t.path, t.init);
        return [answer.status, await answer.json()]`),
    );
    const forbidden = [
      403,
      { errorType: 'Forbidden', errorMessage: 'This Runtime API belongs to another execution environment.' },
    ];
    for (const [method, path] of [
      ['GET', 'runtime/invocation/next'],
      ['POST', 'runtime/init/error'],
      ['POST', 'runtime/invocation/x/response'],
    ] as const) {
      const { value } = await fixture().invoke(thief, { address, path, init: { method } });
      assert.deepEqual(value, forbidden);
    }
    assert.equal((await fixture().invoke(victim)).value, address);
  });

  it('a program beside the platform, a web page’s browser for one, cannot use a Runtime API', async () => {
    const victim = await fixture().define({ 'bootstrap*': BOOTSTRAP }, { runtime: 'provided.al2023' });
    const address = (await fixture().invoke(victim)).value as string;
    assert.equal(await statusOf(`http://${address}/2018-06-01/runtime/invocation/next`), 403);
  });
}

function statusOf(url: string): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    // A `next` that is let in would wait for an invocation.
    request(url, { signal: AbortSignal.timeout(ANSWERS_WITHIN_MS) }, (answer) => resolve(answer.resume().statusCode))
      .on('error', reject)
      .end();
  });
}
