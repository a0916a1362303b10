import { eachPresent, withRunning } from '../cast.ts';
import { sendEachOnce } from '../load/measure-load.ts';
import type { Section } from '../section.ts';
import { loadRows } from './load-rows.ts';

const CLIENTS = 16;

export const s3: Section = {
  name: 's3',
  title: 'S3',
  about: 'Signed puts and gets of 256 objects of 10 KB, 16 clients. s3rver writes files, ministack keeps memory only.',
  run: (bench) =>
    withRunning(bench.progress, ['Hearth', 's3rver', 'ministack'], async (running) => {
      const made = await eachPresent(running, async (peer) => ({ peer, targets: await peer.offers.s3!() }));
      const puts = await eachPresent(made, async ({ peer, targets }) => ({ peer, target: targets.put }));
      const gets = await eachPresent(made, async ({ peer, targets }) => {
        await sendEachOnce(bench, targets.put, CLIENTS);
        return { peer, target: targets.get };
      });
      return [
        ...(await loadRows(bench, { id: 's3-put', what: 'S3 put of 10 KB', clients: CLIENTS, children: false }, puts)),
        ...(await loadRows(bench, { id: 's3-get', what: 'S3 get of 10 KB', clients: CLIENTS, children: false }, gets)),
      ];
    }),
};
