import type { PolicyVersion } from '@aws-sdk/client-iam';
import { operation } from '../operation.ts';
import { awsVersionOutput, versionOutput } from '../outputs.ts';
import { policyOf } from '../policies.ts';
import { pageOf } from '../rules/paging.ts';

/** The newest first. */
export const ListPolicyVersions = operation('ListPolicyVersions', (call, input) =>
  call.service.store.read(call.account, async (rows) => {
    const policy = await policyOf(rows, input.PolicyArn!);
    const versions =
      'own' in policy
        ? (await rows.policyVersions(policy.own.id)).map((row) => versionOutput(row, policy.own.defaultVersion))
        : [awsVersionOutput(policy.aws)];
    const { items, more } = pageOf(versions, newestFirst, input);
    return { Versions: items, ...more };
  }),
);

const NUMBER_SPACE = 1e9;

function newestFirst({ VersionId }: PolicyVersion): string {
  return String(NUMBER_SPACE - Number(VersionId!.slice(1))).padStart(10, '0');
}
