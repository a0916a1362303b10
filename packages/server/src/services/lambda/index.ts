import { defineService } from '../service.ts';
import { rawInvoke } from './invoke-raw.ts';
import { migrations } from './migrations/index.ts';
import { AddLayerVersionPermission } from './operations/add-layer-version-permission.ts';
import { AddPermission } from './operations/add-permission.ts';
import { CreateAlias } from './operations/create-alias.ts';
import { CreateFunction } from './operations/create-function.ts';
import { DeleteAlias } from './operations/delete-alias.ts';
import { DeleteFunction } from './operations/delete-function.ts';
import { DeleteFunctionConcurrency } from './operations/delete-function-concurrency.ts';
import { DeleteLayerVersion } from './operations/delete-layer-version.ts';
import { GetAccountSettings } from './operations/get-account-settings.ts';
import { GetAlias } from './operations/get-alias.ts';
import { GetFunction } from './operations/get-function.ts';
import { GetFunctionCodeSigningConfig } from './operations/get-function-code-signing-config.ts';
import { GetFunctionConcurrency } from './operations/get-function-concurrency.ts';
import { GetFunctionConfiguration } from './operations/get-function-configuration.ts';
import { GetFunctionEventInvokeConfig } from './operations/get-function-event-invoke-config.ts';
import { GetFunctionRecursionConfig } from './operations/get-function-recursion-config.ts';
import { GetFunctionUrlConfig } from './operations/get-function-url-config.ts';
import { GetLayerVersion } from './operations/get-layer-version.ts';
import { GetLayerVersionByArn } from './operations/get-layer-version-by-arn.ts';
import { GetLayerVersionPolicy } from './operations/get-layer-version-policy.ts';
import { GetPolicy } from './operations/get-policy.ts';
import { GetProvisionedConcurrencyConfig } from './operations/get-provisioned-concurrency-config.ts';
import { GetRuntimeManagementConfig } from './operations/get-runtime-management-config.ts';
import { Invoke } from './operations/invoke.ts';
import { InvokeAsync } from './operations/invoke-async.ts';
import { InvokeWithResponseStream } from './operations/invoke-with-response-stream.ts';
import { ListAliases } from './operations/list-aliases.ts';
import { ListEventSourceMappings } from './operations/list-event-source-mappings.ts';
import { ListFunctionEventInvokeConfigs } from './operations/list-function-event-invoke-configs.ts';
import { ListFunctionUrlConfigs } from './operations/list-function-url-configs.ts';
import { ListFunctions } from './operations/list-functions.ts';
import { ListLayerVersions } from './operations/list-layer-versions.ts';
import { ListLayers } from './operations/list-layers.ts';
import { ListProvisionedConcurrencyConfigs } from './operations/list-provisioned-concurrency-configs.ts';
import { ListTags } from './operations/list-tags.ts';
import { ListVersionsByFunction } from './operations/list-versions-by-function.ts';
import { PublishLayerVersion } from './operations/publish-layer-version.ts';
import { PublishVersion } from './operations/publish-version.ts';
import { PutFunctionConcurrency } from './operations/put-function-concurrency.ts';
import { PutFunctionRecursionConfig } from './operations/put-function-recursion-config.ts';
import { PutRuntimeManagementConfig } from './operations/put-runtime-management-config.ts';
import { RemoveLayerVersionPermission } from './operations/remove-layer-version-permission.ts';
import { RemovePermission } from './operations/remove-permission.ts';
import { TagResource } from './operations/tag-resource.ts';
import { UntagResource } from './operations/untag-resource.ts';
import { UpdateAlias } from './operations/update-alias.ts';
import { UpdateFunctionCode } from './operations/update-function-code.ts';
import { UpdateFunctionConfiguration } from './operations/update-function-configuration.ts';
import { startLambda, stopLambda } from './start.ts';
import type { LambdaState } from './state.ts';

export const lambda = defineService<'lambda', LambdaState>({
  name: 'lambda',
  migrations,
  operations: {
    AddLayerVersionPermission,
    AddPermission,
    CreateAlias,
    CreateFunction,
    DeleteAlias,
    DeleteFunction,
    DeleteFunctionConcurrency,
    DeleteLayerVersion,
    GetAccountSettings,
    GetAlias,
    GetFunction,
    GetFunctionCodeSigningConfig,
    GetFunctionConcurrency,
    GetFunctionConfiguration,
    GetFunctionEventInvokeConfig,
    GetFunctionRecursionConfig,
    GetFunctionUrlConfig,
    GetLayerVersion,
    GetLayerVersionByArn,
    GetLayerVersionPolicy,
    GetPolicy,
    GetProvisionedConcurrencyConfig,
    GetRuntimeManagementConfig,
    Invoke,
    InvokeAsync,
    InvokeWithResponseStream,
    ListAliases,
    ListEventSourceMappings,
    ListFunctionEventInvokeConfigs,
    ListFunctionUrlConfigs,
    ListFunctions,
    ListLayerVersions,
    ListLayers,
    ListProvisionedConcurrencyConfigs,
    ListTags,
    ListVersionsByFunction,
    PublishLayerVersion,
    PublishVersion,
    PutFunctionConcurrency,
    PutFunctionRecursionConfig,
    PutRuntimeManagementConfig,
    RemoveLayerVersionPermission,
    RemovePermission,
    TagResource,
    UntagResource,
    UpdateAlias,
    UpdateFunctionCode,
    UpdateFunctionConfiguration,
  },
  raw: rawInvoke,
  lenient: ['CreateFunction.FunctionName', 'CreateFunction.Runtime', 'UpdateFunctionConfiguration.Runtime'],
  start: startLambda,
  stop: stopLambda,
});
