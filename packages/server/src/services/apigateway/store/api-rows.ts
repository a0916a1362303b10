import type { Kysely, Transaction } from 'kysely';
import { signalOnCommit } from '../../../storage/signals.ts';
import type { Scope } from '../../service.ts';
import type { ApiDocument, StageDocument } from '../rules/api.ts';
import type { ApiGatewayTables } from './tables.ts';

/** Announced after a commit that changes what an API's stages serve; the detail is the API's id. */
export const STAGES_CHANGED = 'apigateway-stages-changed';

export interface Deployment {
  readonly apiId: string;
  readonly id: string;
  readonly createdAt: number;
  readonly description: string | null;
  readonly document: ApiDocument;
}

/** What a request for an API meets. */
export interface LiveStage extends Scope {
  readonly changeNumber: number;
  readonly stage: StageDocument;
  readonly api: ApiDocument;
}

/** APIs, their deployments and stages, within one unit. */
export class ApiRows {
  readonly #db: Kysely<ApiGatewayTables>;
  readonly #tx: Transaction<ApiGatewayTables> | undefined;

  /** `tx`: the same database, when the unit may write. */
  constructor(db: Kysely<ApiGatewayTables>, tx?: Transaction<ApiGatewayTables>) {
    this.#db = db;
    this.#tx = tx;
  }

  async api(scope: Scope, id: string): Promise<ApiDocument | undefined> {
    const row = await this.#db
      .selectFrom('apigatewayApis')
      .select(['document', 'account', 'region'])
      .where('id', '=', id)
      .executeTakeFirst();
    return row && row.account === scope.account && row.region === scope.region ? parse(row.document) : undefined;
  }

  async apis(scope: Scope): Promise<ApiDocument[]> {
    const rows = await this.#db
      .selectFrom('apigatewayApis')
      .select('document')
      .where('account', '=', scope.account)
      .where('region', '=', scope.region)
      .execute();
    return rows.map((row) => parse<ApiDocument>(row.document));
  }

  async insertApi({ account, region }: Scope, document: ApiDocument): Promise<void> {
    const row = { id: document.id, account, region, document: JSON.stringify(document), changeNumber: 1 };
    await this.#db.insertInto('apigatewayApis').values(row).execute();
  }

  async saveApi(document: ApiDocument): Promise<void> {
    await this.#db
      .updateTable('apigatewayApis')
      .set({ document: JSON.stringify(document) })
      .where('id', '=', document.id)
      .execute();
  }

  /** With its stages and deployments. */
  async deleteApi(id: string): Promise<void> {
    signalOnCommit(this.#tx!, STAGES_CHANGED, id);
    await this.#db.deleteFrom('apigatewayStages').where('apiId', '=', id).execute();
    await this.#db.deleteFrom('apigatewayDeployments').where('apiId', '=', id).execute();
    await this.#db.deleteFrom('apigatewayApis').where('id', '=', id).execute();
  }

  async deployment(apiId: string, id: string): Promise<Deployment | undefined> {
    const row = await this.#db
      .selectFrom('apigatewayDeployments')
      .selectAll()
      .where('apiId', '=', apiId)
      .where('id', '=', id)
      .executeTakeFirst();
    return row && { ...row, document: parse<ApiDocument>(row.document) };
  }

  async deployments(apiId: string): Promise<Deployment[]> {
    const rows = await this.#db.selectFrom('apigatewayDeployments').selectAll().where('apiId', '=', apiId).execute();
    return rows.map((row) => ({ ...row, document: parse<ApiDocument>(row.document) }));
  }

  async insertDeployment(deployment: Deployment): Promise<void> {
    const row = { ...deployment, document: JSON.stringify(deployment.document) };
    await this.#db.insertInto('apigatewayDeployments').values(row).execute();
  }

  async describeDeployment(apiId: string, id: string, description: string | null): Promise<void> {
    await this.#db
      .updateTable('apigatewayDeployments')
      .set({ description })
      .where('apiId', '=', apiId)
      .where('id', '=', id)
      .execute();
  }

  async deleteDeployment(apiId: string, id: string): Promise<void> {
    await this.#db.deleteFrom('apigatewayDeployments').where('apiId', '=', apiId).where('id', '=', id).execute();
  }

  async stage(apiId: string, name: string): Promise<StageDocument | undefined> {
    const row = await this.#db
      .selectFrom('apigatewayStages')
      .select('content')
      .where('apiId', '=', apiId)
      .where('name', '=', name)
      .executeTakeFirst();
    return row && parse<StageDocument>(row.content);
  }

  async stages(apiId: string): Promise<StageDocument[]> {
    const rows = await this.#db
      .selectFrom('apigatewayStages')
      .select('content')
      .where('apiId', '=', apiId)
      .orderBy('name')
      .execute();
    return rows.map((row) => parse<StageDocument>(row.content));
  }

  /** Adds or replaces. */
  async putStage(apiId: string, stage: StageDocument): Promise<void> {
    const { stageName: name, deploymentId } = stage;
    const content = JSON.stringify(stage);
    await this.#db
      .insertInto('apigatewayStages')
      .values({ apiId, name, deploymentId, content })
      .onConflict((conflict) => conflict.columns(['apiId', 'name']).doUpdateSet({ deploymentId, content }))
      .execute();
    await this.#countChange(apiId);
  }

  async deleteStage(apiId: string, name: string): Promise<void> {
    await this.#db.deleteFrom('apigatewayStages').where('apiId', '=', apiId).where('name', '=', name).execute();
    await this.#countChange(apiId);
  }

  /** Undefined when there is no such API, or no such stage of it. */
  async live(apiId: string, stageName: string): Promise<LiveStage | undefined> {
    const owner = await this.#db
      .selectFrom('apigatewayApis')
      .select(['account', 'region', 'changeNumber'])
      .where('id', '=', apiId)
      .executeTakeFirst();
    const stage = owner && (await this.stage(apiId, stageName));
    const deployment = stage && (await this.deployment(apiId, stage.deploymentId));
    return deployment && { ...owner, stage, api: deployment.document };
  }

  async changeNumber(apiId: string): Promise<number | undefined> {
    const row = await this.#db
      .selectFrom('apigatewayApis')
      .select('changeNumber')
      .where('id', '=', apiId)
      .executeTakeFirst();
    return row?.changeNumber;
  }

  async cloudwatchRoleArn({ account, region }: Scope): Promise<string | undefined> {
    const row = await this.#db
      .selectFrom('apigatewayAccounts')
      .select('cloudwatchRoleArn')
      .where('account', '=', account)
      .where('region', '=', region)
      .executeTakeFirst();
    return row?.cloudwatchRoleArn ?? undefined;
  }

  async putCloudwatchRoleArn({ account, region }: Scope, cloudwatchRoleArn: string | null): Promise<void> {
    await this.#db
      .insertInto('apigatewayAccounts')
      .values({ account, region, cloudwatchRoleArn })
      .onConflict((conflict) => conflict.columns(['account', 'region']).doUpdateSet({ cloudwatchRoleArn }))
      .execute();
  }

  async #countChange(apiId: string): Promise<void> {
    signalOnCommit(this.#tx!, STAGES_CHANGED, apiId);
    await this.#db
      .updateTable('apigatewayApis')
      .set((eb) => ({ changeNumber: eb('changeNumber', '+', 1) }))
      .where('id', '=', apiId)
      .execute();
  }
}

function parse<T>(text: string): T {
  return JSON.parse(text) as T;
}
