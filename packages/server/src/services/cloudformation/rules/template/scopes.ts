import { templateFormatError } from '../../errors.ts';
import { evaluate } from '../intrinsics/evaluate.ts';
import { CONDITION_INTRINSICS } from '../intrinsics/index.ts';
import type { Scope } from '../intrinsics/intrinsic.ts';
import { NO_VALUE } from '../intrinsics/intrinsic.ts';
import { truthOf } from '../intrinsics/truth.ts';
import { parameterValue } from './parameter-values.ts';
import type { Template } from './template.ts';

/** Who the stack is: what the pseudo parameters tell. */
export interface StackIdentity {
  readonly account: string;
  readonly region: string;
  readonly stackId: string;
  readonly stackName: string;
}

export type BaseScope = Omit<Scope, 'getAtt' | 'importValue'>;

const ZONES = ['a', 'b', 'c'];

/** Parameters, pseudo parameters, mappings and conditions: all that is known before any resource is there. */
export function baseScope(
  template: Template,
  parameters: Readonly<Record<string, string>>,
  identity: StackIdentity,
): BaseScope {
  const conditions = new Map<string, boolean | 'open'>();
  const pseudo = pseudoParameters(identity);
  const scope: BaseScope = {
    region: identity.region,
    extended: template.transforms.includes('AWS::LanguageExtensions'),
    ref(name) {
      if (pseudo.has(name)) return pseudo.get(name)!;
      const declaration = Object.hasOwn(template.parameters, name) ? template.parameters[name] : undefined;
      return declaration ? parameterValue(declaration, parameters[name]!) : null;
    },
    mapping: (name) => (Object.hasOwn(template.mappings, name) ? template.mappings[name]! : null),
    zones: (region) => ZONES.map((zone) => region + zone),
    condition(name) {
      const known = conditions.get(name);
      if (known === 'open') throw templateFormatError(`Found circular condition dependency between [${name}]`);
      if (known !== undefined) return known;
      conditions.set(name, 'open');
      const truth = evaluateCondition(template, name, scope);
      conditions.set(name, truth);
      return truth;
    },
  };
  return scope;
}

function evaluateCondition(template: Template, name: string, scope: BaseScope): boolean {
  if (!Object.hasOwn(template.conditions, name)) {
    throw templateFormatError(`Unresolved condition dependency ${name} in the Conditions block of the template`);
  }
  const noResources: Scope = {
    ...scope,
    getAtt: () => {
      throw templateFormatError('Cannot reference resources in the Conditions block of the template');
    },
    importValue: () => {
      throw templateFormatError('Cannot use Fn::ImportValue in the Conditions block of the template');
    },
  };
  const truth = truthOf(evaluate(template.conditions[name]!, noResources, CONDITION_INTRINSICS));
  if (truth === null) throw templateFormatError('Every Conditions member must be a boolean condition function.');
  return truth;
}

function pseudoParameters({ account, region, stackId, stackName }: StackIdentity) {
  return new Map<string, string | readonly string[] | typeof NO_VALUE>([
    ['AWS::AccountId', account],
    ['AWS::NoValue', NO_VALUE],
    ['AWS::NotificationARNs', []],
    ['AWS::Partition', 'aws'],
    ['AWS::Region', region],
    ['AWS::StackId', stackId],
    ['AWS::StackName', stackName],
    ['AWS::URLSuffix', 'amazonaws.com'],
  ]);
}

export const PSEUDO_PARAMETERS: readonly string[] = [
  'AWS::AccountId',
  'AWS::NoValue',
  'AWS::NotificationARNs',
  'AWS::Partition',
  'AWS::Region',
  'AWS::StackId',
  'AWS::StackName',
  'AWS::URLSuffix',
];
