import { defineService } from '../service.ts';
import { CustomResponses } from './deployment/custom-responses.ts';
import { Deployments } from './deployment/deployments.ts';
import { stacks } from './migrations/001-stacks.ts';
import { CancelUpdateStack } from './operations/cancel-update-stack.ts';
import { ContinueUpdateRollback } from './operations/continue-update-rollback.ts';
import { CreateChangeSet } from './operations/create-change-set.ts';
import { CreateStack } from './operations/create-stack.ts';
import { DeleteChangeSet } from './operations/delete-change-set.ts';
import { DeleteStack } from './operations/delete-stack.ts';
import { DescribeAccountLimits } from './operations/describe-account-limits.ts';
import { DescribeChangeSet } from './operations/describe-change-set.ts';
import { DescribeStackEvents } from './operations/describe-stack-events.ts';
import { DescribeStackResource } from './operations/describe-stack-resource.ts';
import { DescribeStackResources } from './operations/describe-stack-resources.ts';
import { DescribeStacks } from './operations/describe-stacks.ts';
import { ExecuteChangeSet } from './operations/execute-change-set.ts';
import { GetStackPolicy } from './operations/get-stack-policy.ts';
import { GetTemplateSummary } from './operations/get-template-summary.ts';
import { GetTemplate } from './operations/get-template.ts';
import { ListChangeSets } from './operations/list-change-sets.ts';
import { ListExports } from './operations/list-exports.ts';
import { ListImports } from './operations/list-imports.ts';
import { ListStackResources } from './operations/list-stack-resources.ts';
import { ListStacks } from './operations/list-stacks.ts';
import { RollbackStack } from './operations/rollback-stack.ts';
import { UpdateStack } from './operations/update-stack.ts';
import { UpdateTerminationProtection } from './operations/update-termination-protection.ts';
import { ValidateTemplate } from './operations/validate-template.ts';
import type { CloudformationState } from './state.ts';
import { StackStore } from './store/stack-store.ts';

/** Stacks: templates carried out on the other services. Its start takes up the deployments that an earlier process left. */
export const cloudformation = defineService<'cloudformation', CloudformationState>({
  name: 'cloudformation',
  migrations: [stacks],
  operations: {
    CancelUpdateStack,
    ContinueUpdateRollback,
    CreateChangeSet,
    CreateStack,
    DeleteChangeSet,
    DeleteStack,
    DescribeAccountLimits,
    DescribeChangeSet,
    DescribeStackEvents,
    DescribeStackResource,
    DescribeStackResources,
    DescribeStacks,
    ExecuteChangeSet,
    GetStackPolicy,
    GetTemplateSummary,
    GetTemplate,
    ListChangeSets,
    ListExports,
    ListImports,
    ListStackResources,
    ListStacks,
    RollbackStack,
    UpdateStack,
    UpdateTerminationProtection,
    ValidateTemplate,
  },
  async start(host) {
    const store = new StackStore(host.storage, host.sealer);
    const responses = new CustomResponses(host, store);
    const deployments = new Deployments(host, store, responses);
    await deployments.resume();
    return { store, deployments, responses };
  },
  stop: ({ deployments }) => deployments.idle(),
});
