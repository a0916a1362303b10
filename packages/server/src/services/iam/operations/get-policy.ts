import { operation } from '../operation.ts';
import { awsPolicyOutput, policyOutput, tagsOutput } from '../outputs.ts';
import { policyOf } from '../policies.ts';

export const GetPolicy = operation('GetPolicy', (call, input) =>
  call.service.store.read(call.account, async (rows) => {
    const policy = await policyOf(rows, input.PolicyArn!);
    const attachments = (await rows.attachedTo(input.PolicyArn!)).length;
    if ('aws' in policy) return { Policy: awsPolicyOutput(policy.aws, attachments) };
    const { own } = policy;
    const description = own.description === null ? {} : { Description: own.description };
    return { Policy: { ...policyOutput(own, attachments), ...description, ...tagsOutput(await rows.tags(own.id)) } };
  }),
);
