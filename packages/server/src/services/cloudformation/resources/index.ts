import { apiAccount } from './aws-apigateway-account.ts';
import { apiKey } from './aws-apigateway-api-key.ts';
import { authorizer } from './aws-apigateway-authorizer.ts';
import { apiDeployment } from './aws-apigateway-deployment.ts';
import { gatewayResponse } from './aws-apigateway-gateway-response.ts';
import { apiMethod } from './aws-apigateway-method.ts';
import { apiModel } from './aws-apigateway-model.ts';
import { requestValidator } from './aws-apigateway-request-validator.ts';
import { apiResource } from './aws-apigateway-resource.ts';
import { restApi } from './aws-apigateway-rest-api.ts';
import { apiStage } from './aws-apigateway-stage.ts';
import { usagePlanKey } from './aws-apigateway-usage-plan-key.ts';
import { usagePlan } from './aws-apigateway-usage-plan.ts';
import { cdkMetadata } from './aws-cdk-metadata.ts';
import { nestedStack } from './aws-cloudformation-stack.ts';
import { waitConditionHandle } from './aws-cloudformation-wait-condition-handle.ts';
import { accessKey } from './aws-iam-access-key.ts';
import { group } from './aws-iam-group.ts';
import { managedPolicy } from './aws-iam-managed-policy.ts';
import { iamPolicy } from './aws-iam-policy.ts';
import { role } from './aws-iam-role.ts';
import { user } from './aws-iam-user.ts';
import { lambdaAlias } from './aws-lambda-alias.ts';
import { lambdaFunction } from './aws-lambda-function.ts';
import { layerVersionPermission } from './aws-lambda-layer-version-permission.ts';
import { layerVersion } from './aws-lambda-layer-version.ts';
import { lambdaPermission } from './aws-lambda-permission.ts';
import { lambdaVersion } from './aws-lambda-version.ts';
import { logGroup } from './aws-logs-log-group.ts';
import { logStream } from './aws-logs-log-stream.ts';
import { bucketPolicy } from './aws-s3-bucket-policy.ts';
import { bucket } from './aws-s3-bucket.ts';
import { customResource } from './custom-resource.ts';
import type { ResourceType } from './mapping/resource-type.ts';

const ALL: readonly ResourceType[] = [
  apiAccount,
  apiKey,
  authorizer,
  apiDeployment,
  gatewayResponse,
  apiMethod,
  apiModel,
  requestValidator,
  apiResource,
  restApi,
  apiStage,
  usagePlanKey,
  usagePlan,
  cdkMetadata,
  nestedStack,
  waitConditionHandle,
  accessKey,
  group,
  managedPolicy,
  iamPolicy,
  role,
  user,
  lambdaAlias,
  lambdaFunction,
  layerVersionPermission,
  layerVersion,
  lambdaPermission,
  lambdaVersion,
  logGroup,
  logStream,
  bucketPolicy,
  bucket,
  customResource,
];

const BY_NAME: ReadonlyMap<string, ResourceType> = new Map(ALL.map((type) => [type.name, type]));

/** The mapping of a type; null when there is none. `Custom::Anything` is a custom resource. */
export function resourceTypeNamed(name: string): ResourceType | null {
  return BY_NAME.get(name) ?? (name.startsWith('Custom::') ? customResource : null);
}
