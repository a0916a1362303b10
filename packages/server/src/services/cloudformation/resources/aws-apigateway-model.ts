import type { Value } from '../rules/values.ts';
import { unlessAbsent } from './mapping/absence.ts';
import { documentText } from './mapping/documents.ts';
import { physicalName } from './mapping/physical-name.ts';
import { defineResourceType } from './mapping/resource-type.ts';
import { json, text } from './mapping/schema.ts';
import type { PatchOperation } from '@aws-sdk/client-api-gateway';

interface Model {
  readonly RestApiId: string;
  readonly Name?: string;
  readonly ContentType?: string;
  readonly Description?: string;
  readonly Schema?: Value;
}

/** A model's name is its physical id: letters and digits only. */
export const apiModel = defineResourceType<Model>({
  name: 'AWS::ApiGateway::Model',
  properties: { RestApiId: text, Name: text, ContentType: text, Description: text, Schema: json },
  required: ['RestApiId'],
  replacedBy: ['RestApiId', 'Name', 'ContentType'],
  nameProperty: 'Name',
  attributes: [],
  async find(context, { RestApiId, Name = physicalName(context, 128).replace(/[^A-Za-z0-9]/g, '') }) {
    const target = { restApiId: RestApiId, modelName: Name };
    return (await unlessAbsent(() => context.aws.apigateway.GetModel(target))) ? Name : null;
  },
  async create(context, { RestApiId, ContentType = 'application/json', Description, Schema = {}, ...given }) {
    const name = given.Name ?? physicalName(context, 128).replace(/[^A-Za-z0-9]/g, '');
    await context.aws.apigateway.CreateModel({
      restApiId: RestApiId,
      name,
      contentType: ContentType,
      schema: documentText(Schema),
      ...(Description !== undefined && { description: Description }),
    });
    return { physicalId: name, attributes: {} };
  },
  async update({ aws }, { physicalId }, { RestApiId, Description = '', Schema = {} }) {
    const patchOperations: PatchOperation[] = [
      { op: 'replace', path: '/schema', value: documentText(Schema) },
      { op: 'replace', path: '/description', value: Description },
    ];
    await aws.apigateway.UpdateModel({ restApiId: RestApiId, modelName: physicalId, patchOperations });
    return { physicalId, attributes: {} };
  },
  async delete({ aws }, { physicalId, properties: { RestApiId } }) {
    await unlessAbsent(() => aws.apigateway.DeleteModel({ restApiId: RestApiId, modelName: physicalId }));
  },
});
