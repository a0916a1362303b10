import type { FunctionSpec } from '../../../engine/engine.ts';
import type { FunctionVersion, Revision } from '../function-version.ts';
import { functionArn } from './function-names.ts';

/**
 * What the engine runs for one revision of a version. The key holds the definition's own id, not AWS's RevisionId:
 * that one changes with every state transition, and environments must not.
 */
export function toSpec(
  version: Pick<FunctionVersion, 'account' | 'region' | 'name' | 'version'>,
  { id, definition }: Revision,
): FunctionSpec {
  const { account, region, name } = version;
  return {
    key: specKey(version, id),
    account,
    region,
    functionName: name,
    version: version.version,
    functionArn: functionArn(version),
    role: definition.role,
    runtime: definition.runtime,
    handler: definition.handler,
    architecture: definition.architecture,
    memoryMb: definition.memoryMb,
    timeoutSeconds: definition.timeoutSeconds,
    ephemeralStorageMb: definition.ephemeralStorageMb,
    environment: definition.environment ?? {},
    code: { sha256: definition.code.sha256 },
    layers: definition.layers.map(({ arn, sha256 }) => ({ arn, sha256 })),
    logging: definition.logging,
  };
}

export function specKey(
  { account, region, name, version }: Pick<FunctionVersion, 'account' | 'region' | 'name' | 'version'>,
  revisionId: string,
): string {
  return `${account}/${region}/${name}/${version}/${revisionId}`;
}
