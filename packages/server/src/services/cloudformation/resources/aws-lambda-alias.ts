import type { AliasConfiguration, AliasRoutingConfiguration } from '@aws-sdk/client-lambda';
import { unlessAbsent } from './mapping/absence.ts';
import { defineResourceType } from './mapping/resource-type.ts';
import { list, number, object, text } from './mapping/schema.ts';

interface Alias {
  readonly FunctionName: string;
  readonly FunctionVersion: string;
  readonly Name: string;
  readonly Description?: string;
  readonly RoutingConfig?: {
    readonly AdditionalVersionWeights?: readonly {
      readonly FunctionVersion: string;
      readonly FunctionWeight: number;
    }[];
  };
}

export const lambdaAlias = defineResourceType<Alias>({
  name: 'AWS::Lambda::Alias',
  properties: {
    FunctionName: text,
    FunctionVersion: text,
    Name: text,
    Description: text,
    RoutingConfig: object({
      AdditionalVersionWeights: list(
        object({ FunctionVersion: text, FunctionWeight: number }, ['FunctionVersion', 'FunctionWeight']),
      ),
    }),
  },
  required: ['FunctionName', 'FunctionVersion', 'Name'],
  replacedBy: ['FunctionName', 'Name'],
  nameProperty: 'Name',
  attributes: ['AliasArn'],
  async find(context, { FunctionName, Name }) {
    const found = await unlessAbsent(() => context.aws.lambda.GetAlias({ FunctionName, Name }));
    return found?.AliasArn ?? null;
  },
  async create(context, { RoutingConfig, ...properties }) {
    return made(await context.aws.lambda.CreateAlias({ ...properties, RoutingConfig: weightsOf({ RoutingConfig }) }));
  },
  async update(context, _, { FunctionName, Name, FunctionVersion, Description = '', RoutingConfig }) {
    const target = { FunctionName, Name, FunctionVersion, Description };
    return made(await context.aws.lambda.UpdateAlias({ ...target, RoutingConfig: weightsOf({ RoutingConfig }) }));
  },
  async delete(context, { properties: { FunctionName, Name } }) {
    await unlessAbsent(() => context.aws.lambda.DeleteAlias({ FunctionName, Name }));
  },
});

/** A list in templates, a map in Lambda. */
function weightsOf({ RoutingConfig }: Pick<Alias, 'RoutingConfig'>): AliasRoutingConfiguration {
  const weights = RoutingConfig?.AdditionalVersionWeights ?? [];
  return {
    AdditionalVersionWeights: Object.fromEntries(
      weights.map(({ FunctionVersion, FunctionWeight }) => [FunctionVersion, FunctionWeight]),
    ),
  };
}

function made({ AliasArn = '' }: AliasConfiguration) {
  return { physicalId: AliasArn, attributes: { AliasArn } };
}
