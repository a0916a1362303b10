import {
  APIGatewayClient,
  CreateDeploymentCommand,
  CreateResourceCommand,
  CreateRestApiCommand,
  type CreateRestApiCommandInput,
  PutIntegrationCommand,
  type PutIntegrationCommandInput,
  PutMethodCommand,
  type PutMethodCommandInput,
} from '@aws-sdk/client-api-gateway';
import {
  AddPermissionCommand,
  CreateFunctionCommand,
  LambdaClient,
  waitUntilFunctionActiveV2,
} from '@aws-sdk/client-lambda';
import { zipSync } from 'fflate';
import { startTestPlatform, type TestPlatform } from '../../testing/test-platform.ts';

const ROLE = 'arn:aws:iam::000000000000:role/worker';

type MethodFields = Partial<Omit<PutMethodCommandInput, 'restApiId' | 'resourceId' | 'httpMethod'>>;
type IntegrationFields = Partial<Omit<PutIntegrationCommandInput, 'restApiId' | 'resourceId' | 'httpMethod'>>;

/** A platform with one REST API, built method by method through the official client. */
export class RestApiFixture implements AsyncDisposable {
  readonly platform: TestPlatform;
  readonly client: APIGatewayClient;
  readonly lambda: LambdaClient;
  readonly id: string;
  readonly #resources = new Map<string, string>();

  private constructor(platform: TestPlatform, client: APIGatewayClient, id: string, rootId: string) {
    this.platform = platform;
    this.client = client;
    this.lambda = new LambdaClient(platform.client);
    this.id = id;
    this.#resources.set('/', rootId);
  }

  static async start(
    input: Partial<CreateRestApiCommandInput> = {},
    options: Parameters<typeof startTestPlatform>[0] = {},
  ): Promise<RestApiFixture> {
    const platform = await startTestPlatform(options);
    const client = new APIGatewayClient(platform.client);
    const { id, rootResourceId } = await client.send(new CreateRestApiCommand({ name: 'api', ...input }));
    return new RestApiFixture(platform, client, id!, rootResourceId!);
  }

  /** Makes the function, unless it is there, and lets this API call it. Returns the integration's URI. */
  async function(name: string, source: string, permitted = true): Promise<string> {
    const zip = zipSync({ 'index.js': Buffer.from(source) });
    await this.lambda.send(
      new CreateFunctionCommand({
        FunctionName: name,
        Role: ROLE,
        Runtime: 'nodejs24.x',
        Handler: 'index.handler',
        Code: { ZipFile: zip },
      }),
    );
    await waitUntilFunctionActiveV2(
      { client: this.lambda, maxWaitTime: 20, minDelay: 1, maxDelay: 1 },
      { FunctionName: name },
    );
    if (permitted) await this.permit(name, `arn:aws:execute-api:us-east-1:000000000000:${this.id}/*/*`);
    const arn = `arn:aws:lambda:us-east-1:000000000000:function:${name}`;
    return `arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/${arn}/invocations`;
  }

  async permit(name: string, SourceArn: string): Promise<void> {
    const Principal = 'apigateway.amazonaws.com';
    const Action = 'lambda:InvokeFunction';
    const statement = { FunctionName: name, StatementId: 'api', Action, Principal, SourceArn };
    await this.lambda.send(new AddPermissionCommand(statement));
  }

  /** The id of the resource at `path`, made with all above it when missing. */
  async resource(path: string): Promise<string> {
    const known = this.#resources.get(path);
    if (known) return known;
    const cut = path.lastIndexOf('/');
    const parentId = await this.resource(cut === 0 ? '/' : path.slice(0, cut));
    const made = await this.client.send(
      new CreateResourceCommand({ restApiId: this.id, parentId, pathPart: path.slice(cut + 1) }),
    );
    this.#resources.set(path, made.id!);
    return made.id!;
  }

  async method(
    httpMethod: string,
    path: string,
    integration: IntegrationFields,
    method: MethodFields = {},
  ): Promise<{ restApiId: string; resourceId: string; httpMethod: string }> {
    const at = { restApiId: this.id, resourceId: await this.resource(path), httpMethod };
    await this.client.send(new PutMethodCommand({ authorizationType: 'NONE', ...at, ...method }));
    const type = integration.type ?? 'AWS_PROXY';
    const integrationHttpMethod = type === 'MOCK' ? undefined : 'POST';
    await this.client.send(new PutIntegrationCommand({ type, integrationHttpMethod, ...at, ...integration }));
    return at;
  }

  deploy(stageName = 'dev', variables?: Record<string, string>) {
    return this.client.send(new CreateDeploymentCommand({ restApiId: this.id, stageName, variables }));
  }

  fetch(path: string, init: RequestInit = {}, stageName = 'dev'): Promise<Response> {
    return fetch(`${this.platform.endpoint}/_aws/execute-api/${this.id}/${stageName}${path}`, {
      redirect: 'manual',
      ...init,
    });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.client.destroy();
    this.lambda.destroy();
    await this.platform[Symbol.asyncDispose]();
  }
}
