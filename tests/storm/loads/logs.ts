import type { Clients } from '../kit/clients.ts';
import type { Ledger } from '../kit/ledger.ts';
import type { Lane, Load } from '../kit/load.ts';

const GROUP = '/storm/events';
const RETENTIONS = [1, 3, 5, 7, 14, 30];

/** Batches of events, each of which is kept whole or not at all; groups that come and go. */
export class LogsLoad implements Load {
  readonly name = 'logs';
  readonly lanes = 2;
  readonly ledger: Ledger;
  /** How many events each batch has. */
  readonly #batches = new Map<string, { readonly stream: string; readonly size: number }>();

  constructor(ledger: Ledger) {
    this.ledger = ledger;
  }

  async prepare({ logs }: Clients): Promise<void> {
    await logs.createLogGroup({ logGroupName: GROUP });
    for (let lane = 0; lane < this.lanes; lane++)
      await logs.createLogStream({ logGroupName: GROUP, logStreamName: `logs-${lane}` });
  }

  async step({ logs }: Clients, lane: Lane): Promise<void> {
    if (lane.random.chance(0.8)) return this.#put(logs, lane);
    const logGroupName = `/storm/${lane.name}/${lane.random.between(0, 2)}`;
    const key = `group ${logGroupName}`;
    const retention = this.ledger.now(key);
    if (retention === null) await this.ledger.attempt(key, 'none', () => logs.createLogGroup({ logGroupName }));
    else if (lane.random.chance(0.4)) await this.ledger.attempt(key, null, () => logs.deleteLogGroup({ logGroupName }));
    else {
      const retentionInDays = lane.random.pick(RETENTIONS);
      await this.ledger.attempt(key, String(retentionInDays), () =>
        logs.putRetentionPolicy({ logGroupName, retentionInDays }),
      );
    }
  }

  async check({ logs }: Clients): Promise<readonly string[]> {
    const wrong: (string | null)[] = [];
    const { logGroups = [] } = await logs.describeLogGroups({ logGroupNamePrefix: '/storm/logs-' });
    const retentions = new Map(logGroups.map((it) => [it.logGroupName!, String(it.retentionInDays ?? 'none')]));
    for (const key of this.ledger.keys('group '))
      wrong.push(this.ledger.check(key, retentions.get(key.slice('group '.length)) ?? null));
    for (let lane = 0; lane < this.lanes; lane++) wrong.push(...(await this.#checkStream(logs, `logs-${lane}`)));
    return wrong.filter((it) => it !== null);
  }

  async #put(logs: Clients['logs'], lane: Lane): Promise<void> {
    const mark = lane.mark();
    const size = lane.random.between(1, 40);
    this.#batches.set(mark, { stream: lane.name, size });
    const timestamp = Date.now();
    const logEvents = Array.from({ length: size }, (_, index) => ({ timestamp, message: `${mark} ${index}` }));
    await this.ledger.attempt(`batch ${mark}`, 'whole', () =>
      logs.putLogEvents({ logGroupName: GROUP, logStreamName: lane.name, logEvents }),
    );
  }

  async #checkStream(logs: Clients['logs'], stream: string): Promise<(string | null)[]> {
    const found = await eventsOf(logs, stream);
    const wrong: (string | null)[] = [];
    for (const [mark, { stream: of, size }] of this.#batches) {
      if (of !== stream) continue;
      const indices = found.get(mark) ?? [];
      const isWhole = indices.length === size && indices.every((at, index) => at === index);
      const state = isWhole ? 'whole' : indices.length === 0 ? null : `${indices.length} of ${size}: ${indices.join()}`;
      wrong.push(this.ledger.check(`batch ${mark}`, state));
      // Seen whole once is enough: a storm of minutes would read ever more.
      this.ledger.forget(`batch ${mark}`);
      this.#batches.delete(mark);
    }
    return wrong;
  }
}

/** The numbers of the events of each batch, in the order of the stream. */
async function eventsOf(logs: Clients['logs'], logStreamName: string): Promise<Map<string, number[]>> {
  const found = new Map<string, number[]>();
  let nextToken: string | undefined;
  for (;;) {
    const page = await logs.getLogEvents({ logGroupName: GROUP, logStreamName, startFromHead: true, nextToken });
    for (const { message = '' } of page.events ?? []) {
      const [mark = '', index] = message.split(' ');
      found.set(mark, [...(found.get(mark) ?? []), Number(index)]);
    }
    if (page.nextForwardToken === nextToken || (page.events ?? []).length === 0) return found;
    nextToken = page.nextForwardToken;
  }
}
