import { setTimeout as delay } from 'node:timers/promises';
import { installed, interleaved } from '../cast.ts';
import { rowsOf } from '../measurement.ts';
import { residentMb } from '../process-usage.ts';
import type { Section } from '../section.ts';

/** After its start a process still collects garbage and starts its helpers. */
const IDLE_MS = 2_000;

export const memory: Section = {
  name: 'memory',
  title: 'Idle memory',
  about: 'Resident memory of the server process alone, two seconds after a start on an empty directory.',
  run: async ({ progress, settings }) => {
    const peers = await installed(progress, ['Hearth', 'serverless-offline', 's3rver', 'ministack']);
    const rounds = { progress, title: 'idle memory', rounds: Math.ceil(settings.starts / 2) };
    const measured = await interleaved(rounds, peers, async (peer) => {
      const running = await peer.start();
      await delay(IDLE_MS);
      const resident = residentMb(running.pid);
      await running.stop();
      return { resident };
    });
    return rowsOf([{ key: 'resident', id: 'memory', what: 'idle memory', unit: 'MB' }], measured);
  },
};
