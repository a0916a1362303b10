import type { Clients } from '../kit/clients.ts';
import type { Ledger } from '../kit/ledger.ts';
import type { Lane, Load } from '../kit/load.ts';

const STAGE = 'live';

/** APIs made, deployed anew and deleted; what a stage answers tells which deployment is live, and that it is whole. */
export class ApiGatewayLoad implements Load {
  readonly name = 'apigateway';
  readonly lanes = 1;
  readonly ledger: Ledger;

  constructor(ledger: Ledger) {
    this.ledger = ledger;
  }

  async prepare(): Promise<void> {}

  async step({ apigateway }: Clients, lane: Lane): Promise<void> {
    const apis = this.ledger.keys('api ').filter((key) => this.ledger.now(key) !== null);
    if (apis.length < 2) return this.#create(apigateway, lane);
    const [, restApiId] = lane.random.pick(apis).split(' ') as [string, string];
    if (lane.random.chance(0.15)) return this.#delete(apigateway, restApiId);
    return this.#deploy(apigateway, restApiId, lane.mark());
  }

  async check(clients: Clients): Promise<readonly string[]> {
    const { items = [] } = await clients.apigateway.getRestApis({ limit: 500 });
    const listed = new Map(items.map((it) => [it.id!, it.name!]));
    const wrong: (string | null)[] = [];
    for (const key of this.ledger.keys('api ')) {
      const id = key.slice('api '.length);
      const name = listed.get(id) ?? null;
      wrong.push(this.ledger.check(key, name));
      if (name === null) for (const old of [key, `stage ${id}`]) this.ledger.forget(old);
      else wrong.push(this.ledger.check(`stage ${id}`, await answerOf(clients.endpoint, id)));
    }
    return wrong.filter((it) => it !== null);
  }

  async #create(apigateway: Clients['apigateway'], lane: Lane): Promise<void> {
    const name = lane.mark();
    const { id } = await this.ledger.attempt('creation', null, () => apigateway.createRestApi({ name }));
    this.ledger.record(`api ${id}`, name);
    const { items = [] } = await apigateway.getResources({ restApiId: id! });
    const method = { restApiId: id!, resourceId: items[0]!.id!, httpMethod: 'GET' };
    const steps = [
      () => apigateway.putMethod({ ...method, authorizationType: 'NONE' }),
      () =>
        apigateway.putIntegration({
          ...method,
          type: 'MOCK',
          requestTemplates: { 'application/json': '{"statusCode": 200}' },
        }),
      () => apigateway.putMethodResponse({ ...method, statusCode: '200' }),
    ];
    for (const step of steps) await this.ledger.attempt<unknown>('making', null, step);
    await this.#deploy(apigateway, id!, lane.mark());
  }

  async #deploy(apigateway: Clients['apigateway'], restApiId: string, mark: string): Promise<void> {
    const { items = [] } = await apigateway.getResources({ restApiId });
    await this.ledger.attempt('making', null, () =>
      apigateway.putIntegrationResponse({
        restApiId,
        resourceId: items[0]!.id!,
        httpMethod: 'GET',
        statusCode: '200',
        responseTemplates: { 'application/json': JSON.stringify({ mark }) },
      }),
    );
    await this.ledger.attempt(`stage ${restApiId}`, mark, () =>
      apigateway.createDeployment({ restApiId, stageName: STAGE }),
    );
  }

  async #delete(apigateway: Clients['apigateway'], restApiId: string): Promise<void> {
    await this.ledger.attempt(`api ${restApiId}`, null, () => apigateway.deleteRestApi({ restApiId }));
    for (const key of [`api ${restApiId}`, `stage ${restApiId}`]) this.ledger.forget(key);
  }
}

/** Null: there is no such stage. */
async function answerOf(endpoint: string, id: string): Promise<string | null> {
  const answer = await fetch(`${endpoint}/restapis/${id}/${STAGE}/_user_request_/`);
  const text = await answer.text();
  if (answer.status === 403) return null;
  return answer.ok ? (JSON.parse(text) as { mark: string }).mark : `status ${answer.status}: ${text}`;
}
