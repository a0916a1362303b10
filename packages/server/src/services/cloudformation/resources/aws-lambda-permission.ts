import type { FunctionUrlAuthType } from '@aws-sdk/client-lambda';
import { unlessAbsent } from './mapping/absence.ts';
import { physicalName } from './mapping/physical-name.ts';
import { defineResourceType } from './mapping/resource-type.ts';
import { boolean, text } from './mapping/schema.ts';

interface Permission {
  readonly Action: string;
  readonly FunctionName: string;
  readonly Principal: string;
  readonly EventSourceToken?: string;
  readonly FunctionUrlAuthType?: FunctionUrlAuthType;
  readonly InvokedViaFunctionUrl?: boolean;
  readonly PrincipalOrgID?: string;
  readonly SourceAccount?: string;
  readonly SourceArn?: string;
}

/** A statement in the policy of a function; its id is the physical id. */
export const lambdaPermission = defineResourceType<Permission>({
  name: 'AWS::Lambda::Permission',
  properties: {
    Action: text,
    FunctionName: text,
    Principal: text,
    EventSourceToken: text,
    FunctionUrlAuthType: text,
    InvokedViaFunctionUrl: boolean,
    PrincipalOrgID: text,
    SourceAccount: text,
    SourceArn: text,
  },
  required: ['Action', 'FunctionName', 'Principal'],
  replacedBy: 'all',
  attributes: ['Id'],
  async find(context, { FunctionName }) {
    const { Policy = '{}' } = (await unlessAbsent(() => context.aws.lambda.GetPolicy({ FunctionName }))) ?? {};
    const { Statement = [] } = JSON.parse(Policy) as { readonly Statement?: readonly { readonly Sid: string }[] };
    const id = physicalName(context, 100);
    return Statement.some(({ Sid }) => Sid === id) ? id : null;
  },
  async create(context, properties) {
    const StatementId = physicalName(context, 100);
    await context.aws.lambda.AddPermission({ ...properties, StatementId });
    return { physicalId: StatementId, attributes: { Id: StatementId } };
  },
  async delete(context, { physicalId: StatementId, properties: { FunctionName } }) {
    await unlessAbsent(() => context.aws.lambda.RemovePermission({ FunctionName, StatementId }));
  },
});
