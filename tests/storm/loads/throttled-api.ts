import type { Clients } from '../kit/clients.ts';

const STAGE = 'live';

/** An API of which a stage admits a thousand requests a second: more than anybody here sends. */
export class ThrottledApi {
  readonly #url: string;

  private constructor(url: string) {
    this.#url = url;
  }

  static async create({ apigateway, endpoint }: Clients): Promise<ThrottledApi> {
    const { id: restApiId } = await apigateway.createRestApi({ name: 'throttled' });
    const { items = [] } = await apigateway.getResources({ restApiId: restApiId! });
    const method = { restApiId: restApiId!, resourceId: items[0]!.id!, httpMethod: 'GET' };
    await apigateway.putMethod({ ...method, authorizationType: 'NONE' });
    const requestTemplates = { 'application/json': '{"statusCode": 200}' };
    await apigateway.putIntegration({ ...method, type: 'MOCK', requestTemplates });
    await apigateway.putMethodResponse({ ...method, statusCode: '200' });
    await apigateway.putIntegrationResponse({ ...method, statusCode: '200' });
    await apigateway.createDeployment({ restApiId: restApiId!, stageName: STAGE });
    const rates = { '/*/*/throttling/rateLimit': '1000', '/*/*/throttling/burstLimit': '1000' };
    const patchOperations = Object.entries(rates).map(([path, value]) => ({ op: 'replace' as const, path, value }));
    await apigateway.updateStage({ restApiId: restApiId!, stageName: STAGE, patchOperations });
    return new ThrottledApi(`${endpoint}/restapis/${restApiId}/${STAGE}/_user_request_/`);
  }

  /** @returns the status */
  async call(): Promise<number> {
    const answer = await fetch(this.#url);
    await answer.arrayBuffer();
    return answer.status;
  }
}
