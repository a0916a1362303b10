import { operation } from '../operation.ts';
import { roleOutput, tagsOutput } from '../outputs.ts';
import { refuseUnknownPrincipals } from '../principals.ts';
import { DEFAULT_SESSION_SECONDS } from '../rules/limits.ts';
import { alreadyExists, newPrincipal } from '../rules/principals.ts';
import { checkTags } from '../rules/tags.ts';
import { checkTrustPolicy } from '../rules/trust-policy.ts';

export const CreateRole = operation(
  'CreateRole',
  async (call, input) => {
    const trustPolicy = input.AssumeRolePolicyDocument!;
    const principals = checkTrustPolicy(trustPolicy);
    const tags = checkTags(input.Tags);
    const role = newPrincipal({
      account: call.account,
      kind: 'role',
      name: input.RoleName!,
      path: input.Path,
      createdAt: call.host.clock.now(),
      role: {
        description: input.Description ?? null,
        trustPolicy,
        maxSessionSeconds: input.MaxSessionDuration ?? DEFAULT_SESSION_SECONDS,
      },
    });
    await call.service.store.write(call.account, async (rows) => {
      if (await rows.principal('role', role.name)) throw alreadyExists('role', role.name);
      await refuseUnknownPrincipals(rows, call.account, principals);
      await rows.insertPrincipal(role);
      await rows.putTags(role.id, tags);
    });
    return { Role: { ...roleOutput(role), ...tagsOutput(tags) } };
  },
  { refuses: ['PermissionsBoundary'] },
);
