import { eachPresent, withRunning } from '../cast.ts';
import type { Row } from '../measurement.ts';
import type { Section } from '../section.ts';
import { clientsOf, loadRows } from './load-rows.ts';

export const http: Section = {
  name: 'http',
  title: 'HTTP through API Gateway',
  about:
    'POST of a REST API with proxy integration to a function that answers with the body. The relay passes the body on ' +
    'and knows no API Gateway: what the event costs is the difference.',
  run: (bench) =>
    withRunning(bench.progress, ['Hearth', 'relay', 'serverless-offline', 'ministack'], async (running) => {
      const loaded = await eachPresent(running, async (peer) => ({ peer, target: await peer.offers.http!() }));
      const rows: Row[] = [];
      for (const clients of [1, 16, 64]) {
        const plan = { id: `http-${clients}`, what: `HTTP, ${clientsOf(clients)}`, clients, children: true };
        rows.push(...(await loadRows(bench, plan, loaded)));
      }
      return rows;
    }),
};
