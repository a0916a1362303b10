import { apiGatewayId } from '../../../kernel/ids.ts';
import { textual } from '../rules/values.ts';
import { unlessAbsent } from './mapping/absence.ts';
import { defineResourceType, type ResourceContext } from './mapping/resource-type.ts';
import { map, object, text } from './mapping/schema.ts';

interface Deployment {
  readonly RestApiId: string;
  readonly Description?: string;
  readonly StageName?: string;
  readonly StageDescription?: { readonly Description?: string; readonly Variables?: Record<string, string> };
}

export const apiDeployment = defineResourceType<Deployment>({
  name: 'AWS::ApiGateway::Deployment',
  properties: {
    RestApiId: text,
    Description: text,
    StageName: text,
    StageDescription: object({ Description: text, Variables: map(text) }),
  },
  required: ['RestApiId'],
  replacedBy: ['RestApiId', 'StageName', 'StageDescription'],
  attributes: ['DeploymentId'],
  // Making it again would lose which deployment the stage had before.
  resumable: true,
  async find(context, { RestApiId }) {
    const id = apiGatewayId(context.idToken, 6);
    return (await deploymentsOf(context, RestApiId)).includes(id) ? id : null;
  },
  async create(context, { RestApiId: restApiId, Description, StageName, StageDescription }) {
    const { apigateway } = context.aws;
    const left = apiGatewayId(context.idToken, 6);
    const deployments = await deploymentsOf(context, restApiId);
    if (deployments.includes(left)) return made(left, earlierThan(left, deployments));
    const before = StageName === undefined ? null : await stageOf(context, restApiId, StageName);
    const created = await apigateway.CreateDeployment({
      restApiId,
      ...(Description !== undefined && { description: Description }),
      ...(StageName !== undefined && { stageName: StageName }),
      ...(StageDescription?.Description !== undefined && { stageDescription: StageDescription.Description }),
      ...(StageDescription?.Variables && { variables: StageDescription.Variables }),
    });
    return made(created.id!, before?.deploymentId ?? '');
  },
  async update({ aws }, { physicalId, attributes }, { RestApiId, Description = '' }) {
    await aws.apigateway.UpdateDeployment({
      restApiId: RestApiId,
      deploymentId: physicalId,
      patchOperations: [{ op: 'replace', path: '/description', value: Description }],
    });
    return { physicalId, attributes };
  },
  async delete(context, { physicalId, attributes, properties: { RestApiId, StageName } }) {
    const target = { restApiId: RestApiId, deploymentId: physicalId };
    if (StageName !== undefined) {
      const replaced = attributes.Replaced ?? earlierThan(physicalId, await deploymentsOf(context, RestApiId));
      await leaveStage(context, RestApiId, StageName, physicalId, textual(replaced));
    }
    await unlessAbsent(() => context.aws.apigateway.DeleteDeployment(target));
  },
});

function made(DeploymentId: string, Replaced: string) {
  return { physicalId: DeploymentId, attributes: { DeploymentId, Replaced } };
}

/** Oldest first. */
async function deploymentsOf({ aws }: ResourceContext, restApiId: string): Promise<string[]> {
  const found = await unlessAbsent(() => aws.apigateway.GetDeployments({ restApiId, limit: 500 }));
  const items = (found?.items ?? []).toSorted((left, right) => Number(left.createdDate) - Number(right.createdDate));
  return items.map(({ id }) => id!);
}

/** What a stage has most probably been on before, when nothing has been recorded of it. */
function earlierThan(id: string, deployments: readonly string[]): string {
  return deployments[deployments.indexOf(id) - 1] ?? '';
}

function stageOf({ aws }: ResourceContext, restApiId: string, stageName: string) {
  return unlessAbsent(() => aws.apigateway.GetStage({ restApiId, stageName }));
}

/** A stage that the deployment made goes with it; one that it took over goes back, so that a rollback restores it. */
async function leaveStage(
  context: ResourceContext,
  restApiId: string,
  stageName: string,
  deploymentId: string,
  replaced: string,
): Promise<void> {
  const { apigateway } = context.aws;
  const stage = await stageOf(context, restApiId, stageName);
  if (stage?.deploymentId !== deploymentId) return;
  const earlier =
    replaced && (await unlessAbsent(() => apigateway.GetDeployment({ restApiId, deploymentId: replaced })));
  if (!earlier) return void (await apigateway.DeleteStage({ restApiId, stageName }));
  const patchOperations = [{ op: 'replace' as const, path: '/deploymentId', value: replaced }];
  await apigateway.UpdateStage({ restApiId, stageName, patchOperations });
}
