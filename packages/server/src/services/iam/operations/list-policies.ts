import type { ListPoliciesCommandInput, Policy } from '@aws-sdk/client-iam';
import { operation } from '../operation.ts';
import { awsPolicyOutput, policyOutput } from '../outputs.ts';
import { awsPolicies } from '../rules/aws-managed-policies.ts';
import { pageOf } from '../rules/paging.ts';

export const ListPolicies = operation('ListPolicies', (call, input) =>
  call.service.store.read(call.account, async (rows) => {
    const attachments = await rows.allAttachments();
    const uses = (arn: string) => attachments.filter(({ policyArn }) => policyArn === arn).length;
    const own =
      input.Scope === 'AWS' ? [] : (await rows.policies()).map((policy) => policyOutput(policy, uses(policy.arn)));
    const aws = input.Scope === 'Local' ? [] : awsPolicies().map((policy) => awsPolicyOutput(policy, uses(policy.arn)));
    const wanted = [...own, ...aws].filter((policy) => isWanted(policy, input));
    const { items, more } = pageOf(wanted, ({ PolicyName, Arn }) => `${PolicyName} ${Arn}`, input);
    return { Policies: items, ...more };
  }),
);

/** No policy is used as a permissions boundary: Hearth refuses to set one. */
function isWanted(policy: Policy, input: ListPoliciesCommandInput): boolean {
  if (input.PolicyUsageFilter === 'PermissionsBoundary') return false;
  if (input.OnlyAttached && policy.AttachmentCount === 0) return false;
  return policy.Path!.startsWith(input.PathPrefix ?? '/');
}
