import { installed, interleaved } from '../cast.ts';
import { rowsOf } from '../measurement.ts';
import type { Section } from '../section.ts';

export const start: Section = {
  name: 'start',
  title: 'Start',
  about: 'From spawning the command that a user types to the first answered request, in an empty directory.',
  run: async ({ progress, settings }) => {
    const peers = await installed(progress, ['Hearth', 'serverless-offline', 's3rver', 'ministack']);
    const rounds = { progress, title: 'start', rounds: settings.starts };
    const measured = await interleaved(rounds, peers, async (peer) => {
      const running = await peer.start();
      await running.stop();
      return { startMs: running.startMs };
    });
    return rowsOf([{ key: 'startMs', id: 'start', what: 'start to first answered request', unit: 'ms' }], measured);
  },
};
