import { apiGatewayId } from '../../../kernel/ids.ts';
import { unlessAbsent } from './mapping/absence.ts';
import { scalarPatches } from './mapping/patches.ts';
import { defineResourceType } from './mapping/resource-type.ts';
import { boolean, text } from './mapping/schema.ts';

interface RequestValidator {
  readonly RestApiId: string;
  readonly Name?: string;
  readonly ValidateRequestBody?: boolean;
  readonly ValidateRequestParameters?: boolean;
}

export const requestValidator = defineResourceType<RequestValidator>({
  name: 'AWS::ApiGateway::RequestValidator',
  properties: { RestApiId: text, Name: text, ValidateRequestBody: boolean, ValidateRequestParameters: boolean },
  required: ['RestApiId'],
  replacedBy: ['RestApiId', 'Name'],
  attributes: ['RequestValidatorId'],
  async find({ aws, idToken }, { RestApiId: restApiId }) {
    const target = { restApiId, requestValidatorId: apiGatewayId(idToken, 6) };
    return (await unlessAbsent(() => aws.apigateway.GetRequestValidator(target)))?.id ?? null;
  },
  async create({ aws }, { RestApiId, Name, ValidateRequestBody = false, ValidateRequestParameters = false }) {
    const created = await aws.apigateway.CreateRequestValidator({
      restApiId: RestApiId,
      ...(Name !== undefined && { name: Name }),
      validateRequestBody: ValidateRequestBody,
      validateRequestParameters: ValidateRequestParameters,
    });
    return { physicalId: created.id!, attributes: { RequestValidatorId: created.id! } };
  },
  async update({ aws }, { physicalId, properties, attributes }, next) {
    await aws.apigateway.UpdateRequestValidator({
      restApiId: next.RestApiId,
      requestValidatorId: physicalId,
      patchOperations: scalarPatches(properties, next, {
        ValidateRequestBody: { path: '/validateRequestBody', unset: 'false' },
        ValidateRequestParameters: { path: '/validateRequestParameters', unset: 'false' },
      }),
    });
    return { physicalId, attributes };
  },
  async delete({ aws }, { physicalId, properties: { RestApiId } }) {
    const target = { restApiId: RestApiId, requestValidatorId: physicalId };
    await unlessAbsent(() => aws.apigateway.DeleteRequestValidator(target));
  },
});
