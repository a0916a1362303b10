import { operation } from '../operation.ts';
import { awsVersionOutput, versionOutput } from '../outputs.ts';
import { noVersion, ownVersionOf, policyOf } from '../policies.ts';
import { encodeDocument } from '../rules/documents.ts';

export const GetPolicyVersion = operation('GetPolicyVersion', (call, input) =>
  call.service.store.read(call.account, async (rows) => {
    const policy = await policyOf(rows, input.PolicyArn!);
    if ('own' in policy) {
      const version = await ownVersionOf(rows, policy.own, input.VersionId!);
      const shown = versionOutput(version, policy.own.defaultVersion);
      return { PolicyVersion: { Document: encodeDocument(version.document), ...shown } };
    }
    const shown = awsVersionOutput(policy.aws);
    if (shown.VersionId !== input.VersionId) throw noVersion(policy.aws.arn, input.VersionId!);
    return { PolicyVersion: { Document: encodeDocument(JSON.stringify(policy.aws.document)), ...shown } };
  }),
);
