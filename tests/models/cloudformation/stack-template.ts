import * as fc from 'fast-check';

export interface LogGroupSpec {
  /** One of a few for all stacks, so that they take each other's. */
  readonly name: string;
  readonly retention: number | 'imported' | null;
}

/** What a stack is asked to be: any of four resources, each depending on those before it, and an export. */
export interface StackSpec {
  readonly First: LogGroupSpec | null;
  /** With `DeletionPolicy: Retain`. */
  readonly Kept: LogGroupSpec | null;
  readonly Role: { readonly description: string } | null;
  readonly Bucket: { readonly versioning: 'Enabled' | 'Suspended' } | null;
  /** The value of the export `shared`. */
  readonly exported: number | null;
}

export const LOGICAL_IDS = ['First', 'Kept', 'Role', 'Bucket'] as const;
export const SHARED = 'shared';

export const groupName = fc.constantFrom('/0', '/1', '/2', '/3', '/4', '/5');
const retention = fc.constantFrom<LogGroupSpec['retention']>(null, 7, 30);

const optional = <Value>(of: fc.Arbitrary<Value>) => fc.option(of, { nil: null });

export const stackSpec: fc.Arbitrary<StackSpec> = fc
  .record({
    First: optional(fc.record({ name: groupName, retention: fc.oneof(retention, fc.constant('imported' as const)) })),
    Kept: optional(fc.record({ name: groupName, retention })),
    Role: optional(fc.record({ description: fc.constantFrom('one', 'two') })),
    Bucket: optional(fc.record({ versioning: fc.constantFrom('Enabled' as const, 'Suspended' as const) })),
    exported: fc.constantFrom(null, null, 7, 30),
  })
  // Importing one's own export is a question of its own.
  .map((spec) => (spec.First?.retention === 'imported' ? { ...spec, exported: null } : spec))
  .filter((spec) => LOGICAL_IDS.some((id) => spec[id] !== null));

/** The template, in which every resource depends on the one before it. */
export function templateOf(spec: StackSpec): string {
  const present = LOGICAL_IDS.filter((id) => spec[id] !== null);
  const resources = present.map((id, at) => [
    id,
    { ...resourceOf(spec, id), ...(at > 0 ? { DependsOn: present[at - 1] } : {}) },
  ]);
  const outputs =
    spec.exported === null ? {} : { Outputs: { Shared: { Value: String(spec.exported), Export: { Name: SHARED } } } };
  return JSON.stringify({ Resources: Object.fromEntries(resources), ...outputs });
}

function resourceOf(spec: StackSpec, id: (typeof LOGICAL_IDS)[number]): Record<string, unknown> {
  switch (id) {
    case 'First':
      return logGroup(spec.First!);
    case 'Kept':
      return { ...logGroup(spec.Kept!), DeletionPolicy: 'Retain' };
    case 'Role':
      return {
        Type: 'AWS::IAM::Role',
        Properties: { AssumeRolePolicyDocument: TRUST, Description: spec.Role!.description },
      };
    case 'Bucket':
      return {
        Type: 'AWS::S3::Bucket',
        Properties: { VersioningConfiguration: { Status: spec.Bucket!.versioning } },
      };
  }
}

const TRUST = {
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' }],
};

function logGroup({ name, retention: days }: LogGroupSpec) {
  return {
    Type: 'AWS::Logs::LogGroup',
    Properties: {
      LogGroupName: name,
      ...(days === null ? {} : { RetentionInDays: days === 'imported' ? { 'Fn::ImportValue': SHARED } : days }),
    },
  };
}
