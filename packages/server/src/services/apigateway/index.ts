import { defineService } from '../service.ts';
import { AuthorizerCache } from './authorizer-cache.ts';
import { KeyRing } from './key-ring.ts';
import { LiveStages } from './live-stages.ts';
import { initial } from './migrations/001-initial.ts';
import { CreateApiKey } from './operations/create-api-key.ts';
import { CreateAuthorizer } from './operations/create-authorizer.ts';
import { CreateDeployment } from './operations/create-deployment.ts';
import { CreateModel } from './operations/create-model.ts';
import { CreateRequestValidator } from './operations/create-request-validator.ts';
import { CreateResource } from './operations/create-resource.ts';
import { CreateRestApi } from './operations/create-rest-api.ts';
import { CreateStage } from './operations/create-stage.ts';
import { CreateUsagePlanKey } from './operations/create-usage-plan-key.ts';
import { CreateUsagePlan } from './operations/create-usage-plan.ts';
import { DeleteApiKey } from './operations/delete-api-key.ts';
import { DeleteAuthorizer } from './operations/delete-authorizer.ts';
import { DeleteDeployment } from './operations/delete-deployment.ts';
import { DeleteGatewayResponse } from './operations/delete-gateway-response.ts';
import { DeleteIntegrationResponse } from './operations/delete-integration-response.ts';
import { DeleteIntegration } from './operations/delete-integration.ts';
import { DeleteMethodResponse } from './operations/delete-method-response.ts';
import { DeleteMethod } from './operations/delete-method.ts';
import { DeleteModel } from './operations/delete-model.ts';
import { DeleteRequestValidator } from './operations/delete-request-validator.ts';
import { DeleteResource } from './operations/delete-resource.ts';
import { DeleteRestApi } from './operations/delete-rest-api.ts';
import { DeleteStage } from './operations/delete-stage.ts';
import { DeleteUsagePlanKey } from './operations/delete-usage-plan-key.ts';
import { DeleteUsagePlan } from './operations/delete-usage-plan.ts';
import { FlushStageAuthorizersCache } from './operations/flush-stage-authorizers-cache.ts';
import { GetAccount } from './operations/get-account.ts';
import { GetApiKey } from './operations/get-api-key.ts';
import { GetApiKeys } from './operations/get-api-keys.ts';
import { GetAuthorizer } from './operations/get-authorizer.ts';
import { GetAuthorizers } from './operations/get-authorizers.ts';
import { GetDeployment } from './operations/get-deployment.ts';
import { GetDeployments } from './operations/get-deployments.ts';
import { GetGatewayResponse } from './operations/get-gateway-response.ts';
import { GetGatewayResponses } from './operations/get-gateway-responses.ts';
import { GetIntegrationResponse } from './operations/get-integration-response.ts';
import { GetIntegration } from './operations/get-integration.ts';
import { GetMethodResponse } from './operations/get-method-response.ts';
import { GetMethod } from './operations/get-method.ts';
import { GetModel } from './operations/get-model.ts';
import { GetModels } from './operations/get-models.ts';
import { GetRequestValidator } from './operations/get-request-validator.ts';
import { GetRequestValidators } from './operations/get-request-validators.ts';
import { GetResource } from './operations/get-resource.ts';
import { GetResources } from './operations/get-resources.ts';
import { GetRestApi } from './operations/get-rest-api.ts';
import { GetRestApis } from './operations/get-rest-apis.ts';
import { GetStage } from './operations/get-stage.ts';
import { GetStages } from './operations/get-stages.ts';
import { GetTags } from './operations/get-tags.ts';
import { GetUsagePlanKey } from './operations/get-usage-plan-key.ts';
import { GetUsagePlanKeys } from './operations/get-usage-plan-keys.ts';
import { GetUsagePlan } from './operations/get-usage-plan.ts';
import { GetUsagePlans } from './operations/get-usage-plans.ts';
import { GetUsage } from './operations/get-usage.ts';
import { ImportRestApi } from './operations/import-rest-api.ts';
import { PutGatewayResponse } from './operations/put-gateway-response.ts';
import { PutIntegrationResponse } from './operations/put-integration-response.ts';
import { PutIntegration } from './operations/put-integration.ts';
import { PutMethodResponse } from './operations/put-method-response.ts';
import { PutMethod } from './operations/put-method.ts';
import { PutRestApi } from './operations/put-rest-api.ts';
import { TagResource } from './operations/tag-resource.ts';
import { UntagResource } from './operations/untag-resource.ts';
import { UpdateAccount } from './operations/update-account.ts';
import { UpdateApiKey } from './operations/update-api-key.ts';
import { UpdateAuthorizer } from './operations/update-authorizer.ts';
import { UpdateDeployment } from './operations/update-deployment.ts';
import { UpdateGatewayResponse } from './operations/update-gateway-response.ts';
import { UpdateIntegrationResponse } from './operations/update-integration-response.ts';
import { UpdateIntegration } from './operations/update-integration.ts';
import { UpdateMethodResponse } from './operations/update-method-response.ts';
import { UpdateMethod } from './operations/update-method.ts';
import { UpdateModel } from './operations/update-model.ts';
import { UpdateRequestValidator } from './operations/update-request-validator.ts';
import { UpdateResource } from './operations/update-resource.ts';
import { UpdateRestApi } from './operations/update-rest-api.ts';
import { UpdateStage } from './operations/update-stage.ts';
import { UpdateUsagePlan } from './operations/update-usage-plan.ts';
import type { ApiGatewayState } from './state.ts';
import { ApiStore } from './store/api-store.ts';

/** API Gateway's REST APIs (v1). What answers their requests is gateway/execute-api. */
export const apigateway = defineService<'apigateway', ApiGatewayState>({
  name: 'apigateway',
  migrations: [initial],
  operations: {
    CreateApiKey,
    CreateAuthorizer,
    CreateDeployment,
    CreateModel,
    CreateRequestValidator,
    CreateResource,
    CreateRestApi,
    CreateStage,
    CreateUsagePlan,
    CreateUsagePlanKey,
    DeleteApiKey,
    DeleteAuthorizer,
    DeleteDeployment,
    DeleteGatewayResponse,
    DeleteIntegration,
    DeleteIntegrationResponse,
    DeleteMethod,
    DeleteMethodResponse,
    DeleteModel,
    DeleteRequestValidator,
    DeleteResource,
    DeleteRestApi,
    DeleteStage,
    DeleteUsagePlan,
    DeleteUsagePlanKey,
    FlushStageAuthorizersCache,
    GetAccount,
    GetApiKey,
    GetApiKeys,
    GetAuthorizer,
    GetAuthorizers,
    GetDeployment,
    GetDeployments,
    GetGatewayResponse,
    GetGatewayResponses,
    GetIntegration,
    GetIntegrationResponse,
    GetMethod,
    GetMethodResponse,
    GetModel,
    GetModels,
    GetRequestValidator,
    GetRequestValidators,
    GetResource,
    GetResources,
    GetRestApi,
    GetRestApis,
    GetStage,
    GetStages,
    GetTags,
    GetUsage,
    GetUsagePlan,
    GetUsagePlanKey,
    GetUsagePlanKeys,
    GetUsagePlans,
    ImportRestApi,
    PutGatewayResponse,
    PutIntegration,
    PutIntegrationResponse,
    PutMethod,
    PutMethodResponse,
    PutRestApi,
    TagResource,
    UntagResource,
    UpdateAccount,
    UpdateApiKey,
    UpdateAuthorizer,
    UpdateDeployment,
    UpdateGatewayResponse,
    UpdateIntegration,
    UpdateIntegrationResponse,
    UpdateMethod,
    UpdateMethodResponse,
    UpdateModel,
    UpdateRequestValidator,
    UpdateResource,
    UpdateRestApi,
    UpdateStage,
    UpdateUsagePlan,
  },
  start({ storage, clock }) {
    const store = new ApiStore(storage);
    return {
      store,
      stages: new LiveStages(store, storage, clock),
      keys: new KeyRing(store, storage, clock),
      authorizations: new AuthorizerCache(clock),
    };
  },
  stop({ stages, keys }) {
    stages.close();
    keys.close();
  },
});
