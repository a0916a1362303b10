import { limitExceeded } from '../errors.ts';
import { operation } from '../operation.ts';
import { versionOutput } from '../outputs.ts';
import { ownPolicyOf } from '../policies.ts';
import { checkManagedPolicy } from '../rules/identity-policy.ts';
import { MAX_POLICY_VERSIONS } from '../rules/limits.ts';

export const CreatePolicyVersion = operation('CreatePolicyVersion', async (call, input) => {
  const document = input.PolicyDocument!;
  checkManagedPolicy(document);
  const createdAt = call.host.clock.now();
  return call.service.store.write(call.account, async (rows) => {
    const policy = await ownPolicyOf(rows, input.PolicyArn!);
    if ((await rows.policyVersions(policy.id)).length >= MAX_POLICY_VERSIONS) throw limitExceeded(TOO_MANY_VERSIONS);
    const version = policy.latestVersion + 1;
    const row = { policyId: policy.id, version, document, createdAt };
    const defaultVersion = input.SetAsDefault ? version : policy.defaultVersion;
    await rows.insertPolicyVersion(row);
    await rows.updatePolicy(policy.id, { latestVersion: version, defaultVersion, updatedAt: createdAt });
    return { PolicyVersion: versionOutput(row, defaultVersion) };
  });
});

const TOO_MANY_VERSIONS =
  'A managed policy can have up to 5 versions. Before you create a new version, you must delete an existing version.';
