import { eachPresent, withRunning } from '../cast.ts';
import type { Row } from '../measurement.ts';
import type { Section } from '../section.ts';
import { clientsOf, loadRows } from './load-rows.ts';

export const invoke: Section = {
  name: 'invoke',
  title: 'Warm Invoke',
  about: 'A function that answers with its event, called by signed Invoke requests; the relays get the same requests.',
  run: (bench) =>
    withRunning(
      bench.progress,
      ['Hearth', 'relay', 'pipelined child', 'serverless-offline', 'ministack'],
      async (running) => {
        const loaded = await eachPresent(running, async (peer) => ({ peer, target: await peer.offers.invoke!() }));
        const rows: Row[] = [];
        for (const clients of [1, 16, 64]) {
          const plan = { id: `invoke-${clients}`, what: `Invoke, ${clientsOf(clients)}`, clients, children: true };
          rows.push(...(await loadRows(bench, plan, loaded)));
        }
        return rows;
      },
    ),
};
