import { send, type Target } from '../client.ts';
import { askCloudFormation, members, text } from '../query-client.ts';
import type { StackPlace } from './deployed-stacks.ts';

/** A deployed stack, as far as its user meets it. */
export interface App {
  readonly stack: string;
  readonly region: string;
  readonly status: string;
  readonly endpoints: readonly Endpoint[];
  readonly functions: readonly string[];
  readonly outputs: Readonly<Record<string, string>>;
}

export interface Endpoint {
  /** `ANY` for all. */
  readonly method: string;
  readonly url: string;
}

/** Asks CloudFormation and API Gateway what a stack holds. */
export async function describeApp(platform: Target, { name, region }: StackPlace): Promise<App> {
  const target = { ...platform, region };
  const stack = members(await askCloudFormation(target, 'DescribeStacks', { StackName: name }), 'Stacks')[0]!;
  const resources = await resourcesOf(target, name);
  const idsOf = (type: string) => resources.filter((resource) => resource.type === type).map(({ id }) => id);
  const endpoints = await Promise.all(idsOf('AWS::ApiGateway::RestApi').map((id) => endpointsOf(target, id)));
  return {
    stack: name,
    region,
    status: text(stack, 'StackStatus'),
    endpoints: endpoints.flat(),
    functions: idsOf('AWS::Lambda::Function'),
    outputs: Object.fromEntries(
      members(stack, 'Outputs').map((output) => [text(output, 'OutputKey'), text(output, 'OutputValue')]),
    ),
  };
}

interface StackResource {
  readonly type: string;
  readonly id: string;
}

/** In pages, as ListStackResources gives them. */
async function resourcesOf(target: Target, StackName: string): Promise<StackResource[]> {
  const resources: StackResource[] = [];
  let NextToken = '';
  do {
    const page = await askCloudFormation(target, 'ListStackResources', {
      StackName,
      ...(NextToken ? { NextToken } : {}),
    });
    for (const resource of members(page, 'StackResourceSummaries')) {
      resources.push({ type: text(resource, 'ResourceType'), id: text(resource, 'PhysicalResourceId') });
    }
    NextToken = text(page, 'NextToken');
  } while (NextToken);
  return resources;
}

interface ApiResource {
  readonly path: string;
  readonly resourceMethods?: Readonly<Record<string, unknown>>;
}

/** Every method of every stage but the preflights. */
async function endpointsOf(target: Target, api: string): Promise<Endpoint[]> {
  const [{ item: stages = [] }, { item: resources = [] }] = await Promise.all([
    get<{ item?: { stageName: string }[] }>(target, `/restapis/${api}/stages`),
    get<{ item?: ApiResource[] }>(target, `/restapis/${api}/resources?embed=methods&limit=500`),
  ]);
  return stages.flatMap(({ stageName }) =>
    resources
      .toSorted((a, b) => a.path.localeCompare(b.path))
      .flatMap(({ path, resourceMethods = {} }) =>
        Object.keys(resourceMethods)
          .filter((method) => method !== 'OPTIONS')
          .map((method) => ({ method, url: `${target.endpoint}/_aws/execute-api/${api}/${stageName}${path}` })),
      ),
  );
}

async function get<Answer>(target: Target, path: string): Promise<Answer> {
  const { body } = await send(target, {
    service: 'apigateway',
    method: 'GET',
    path,
    headers: { accept: 'application/json' },
  });
  return JSON.parse(body.toString()) as Answer;
}
