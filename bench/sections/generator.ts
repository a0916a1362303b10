import { eachPresent, withRunning } from '../cast.ts';
import type { Row } from '../measurement.ts';
import { postTarget } from '../peers/payloads.ts';
import type { Section } from '../section.ts';
import { clientsOf, loadRows } from './load-rows.ts';

export const generator: Section = {
  name: 'generator',
  title: 'The load generator itself',
  about:
    'How fast it is against a server that does nothing: where the numbers below come near these, it would be measured ' +
    'itself. It is a process of its own with raw, kept-alive sockets and shares the machine with the servers.',
  run: (bench) =>
    withRunning(bench.progress, ['trivial server'], async (running) => {
      const loaded = await eachPresent(running, async (peer) => ({ peer, target: postTarget(peer.endpoint, '/') }));
      const rows: Row[] = [];
      for (const clients of [1, 16, 64]) {
        rows.push(
          ...(await loadRows(
            bench,
            { id: `generator-${clients}`, what: clientsOf(clients), clients, children: false },
            loaded,
          )),
        );
      }
      return rows;
    }),
};
