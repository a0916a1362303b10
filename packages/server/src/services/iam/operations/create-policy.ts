import { formatArn } from '../../../kernel/arn.ts';
import { iamId } from '../../../kernel/ids.ts';
import { iamError } from '../errors.ts';
import { operation } from '../operation.ts';
import { policyOutput, tagsOutput } from '../outputs.ts';
import { checkManagedPolicy } from '../rules/identity-policy.ts';
import { checkTags } from '../rules/tags.ts';
import type { PolicyRow } from '../tables.ts';

export const CreatePolicy = operation('CreatePolicy', async (call, input) => {
  const document = input.PolicyDocument!;
  checkManagedPolicy(document);
  const tags = checkTags(input.Tags);
  const name = input.PolicyName!;
  const policy = newPolicy(call.account, name, input.Path ?? '/', input.Description ?? null, call.host.clock.now());
  await call.service.store.write(call.account, async (rows) => {
    if (await rows.policyByName(name)) {
      throw iamError(
        'EntityAlreadyExistsException',
        `A policy called ${name} already exists. Duplicate names are not allowed.`,
      );
    }
    await rows.insertPolicy(policy);
    await rows.insertPolicyVersion({ policyId: policy.id, version: 1, document, createdAt: policy.createdAt });
    await rows.putTags(policy.id, tags);
  });
  return { Policy: { ...policyOutput(policy, 0), ...tagsOutput(tags) } };
});

function newPolicy(account: string, name: string, path: string, description: string | null, now: number): PolicyRow {
  return {
    nameKey: name.toLowerCase(),
    name,
    id: iamId('ANPA'),
    arn: formatArn({ service: 'iam', region: '', account, resource: `policy${path}${name}` }),
    path,
    description,
    createdAt: now,
    updatedAt: now,
    defaultVersion: 1,
    latestVersion: 1,
  };
}
