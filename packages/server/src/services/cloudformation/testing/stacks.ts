import {
  CloudFormation,
  type CreateStackCommandInput,
  type Stack,
  type StackEvent,
  type UpdateStackCommandInput,
} from '@aws-sdk/client-cloudformation';
import type { CloudformationState } from '../state.ts';
import type { TestPlatform } from '../../../testing/test-platform.ts';

/** Whoever may do everything. */
export const TRUST = {
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' }],
};

/** A role that functions may have. */
export const ROLE = { Type: 'AWS::IAM::Role', Properties: { AssumeRolePolicyDocument: TRUST } };

/** A function whose code stands in the template. */
export function functionResource(source: string, properties: Record<string, unknown> = {}) {
  return {
    Type: 'AWS::Lambda::Function',
    Properties: {
      Runtime: 'nodejs24.x',
      Handler: 'index.handler',
      Role: { 'Fn::GetAtt': ['Role', 'Arn'] },
      Code: { ZipFile: source },
      ...properties,
    },
  };
}

/** A log group, the cheapest thing that a stack can hold. */
export function logGroup(name?: string, more: Record<string, unknown> = {}) {
  return { Type: 'AWS::Logs::LogGroup', Properties: { ...(name && { LogGroupName: name }), ...more } };
}

/** Stacks through the official client; waiting is on the service's own work, without polling. */
export class Stacks {
  readonly client: CloudFormation;
  readonly #platform: TestPlatform;

  constructor(platform: TestPlatform, account = '000000000000') {
    this.#platform = platform;
    this.client = new CloudFormation(platform.clientFor(account));
  }

  async create(name: string, template: unknown, input: Partial<CreateStackCommandInput> = {}): Promise<Stack> {
    const { StackId } = await this.client.createStack({ StackName: name, ...bodyOf(template), ...input });
    return this.settled(StackId!);
  }

  async update(name: string, template: unknown, input: Partial<UpdateStackCommandInput> = {}): Promise<Stack> {
    const { StackId } = await this.client.updateStack({ StackName: name, ...bodyOf(template), ...input });
    return this.settled(StackId!);
  }

  async delete(name: string): Promise<Stack> {
    const { StackId } = (await this.client.describeStacks({ StackName: name })).Stacks![0]!;
    await this.client.deleteStack({ StackName: name });
    return this.settled(StackId!);
  }

  async settled(id: string): Promise<Stack> {
    const state = (await this.#platform.platform.service('cloudformation')) as CloudformationState;
    await state.deployments.idle();
    return (await this.client.describeStacks({ StackName: id })).Stacks![0]!;
  }

  /** `logical id status reason`, oldest first. */
  async events(id: string): Promise<string[]> {
    const { StackEvents } = await this.client.describeStackEvents({ StackName: id });
    return StackEvents!.toReversed().map(line);
  }

  outputs({ Outputs = [] }: Stack): Record<string, string> {
    return Object.fromEntries(Outputs.map(({ OutputKey, OutputValue }) => [OutputKey!, OutputValue!]));
  }
}

function bodyOf(template: unknown) {
  return {
    TemplateBody: typeof template === 'string' ? template : JSON.stringify(template),
    Capabilities: ['CAPABILITY_NAMED_IAM' as const],
  };
}

function line({ LogicalResourceId, ResourceStatus, ResourceStatusReason }: StackEvent): string {
  return `${LogicalResourceId} ${ResourceStatus}${ResourceStatusReason ? ` ${ResourceStatusReason}` : ''}`;
}
