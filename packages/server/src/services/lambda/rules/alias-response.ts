import type { AliasConfiguration } from '@aws-sdk/client-lambda';
import type { Alias } from '../store/aliases.ts';
import { functionArn } from './function-names.ts';

export function toAliasConfiguration(alias: Alias): AliasConfiguration {
  return {
    AliasArn: `${functionArn(alias)}:${alias.alias}`,
    Name: alias.alias,
    FunctionVersion: alias.version,
    Description: alias.description,
    RevisionId: alias.revisionId,
    ...(alias.second
      ? { RoutingConfig: { AdditionalVersionWeights: { [alias.second.version]: alias.second.weight } } }
      : {}),
  };
}
