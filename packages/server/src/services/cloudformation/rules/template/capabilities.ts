import { cloudformationError } from '../../errors.ts';
import { isMap } from '../values.ts';
import type { Template } from './template.ts';

type Capability = 'CAPABILITY_IAM' | 'CAPABILITY_NAMED_IAM' | 'CAPABILITY_AUTO_EXPAND';

/** The types that need acknowledgement, with the property that names them (CloudFormation API reference, CreateStack, Capabilities). */
const IAM_NAMES: Readonly<Record<string, string | null>> = {
  'AWS::IAM::AccessKey': null,
  'AWS::IAM::Group': 'GroupName',
  'AWS::IAM::InstanceProfile': 'InstanceProfileName',
  'AWS::IAM::ManagedPolicy': 'ManagedPolicyName',
  'AWS::IAM::Policy': null,
  'AWS::IAM::Role': 'RoleName',
  'AWS::IAM::User': 'UserName',
  'AWS::IAM::UserToGroupAddition': null,
};

export interface RequiredCapability {
  readonly capability: 'CAPABILITY_IAM' | 'CAPABILITY_NAMED_IAM';
  readonly resourceTypes: readonly string[];
}

/** What the resources of a template need the caller to acknowledge; null when nothing. */
export function requiredCapability(template: Template): RequiredCapability | null {
  const found = Object.values(template.resources).filter(({ type }) => Object.hasOwn(IAM_NAMES, type));
  if (found.length === 0) return null;
  const named = found.some(({ type, properties }) => {
    const property = IAM_NAMES[type];
    const value = property ? properties[property] : undefined;
    return value !== undefined && !(isMap(value) && value.Ref === 'AWS::NoValue');
  });
  return {
    capability: named ? 'CAPABILITY_NAMED_IAM' : 'CAPABILITY_IAM',
    resourceTypes: [...new Set(found.map(({ type }) => type))],
  };
}

/** @throws InsufficientCapabilitiesException; `expands`: whether macros need CAPABILITY_AUTO_EXPAND here */
export function checkCapabilities(
  template: Template,
  given: readonly string[],
  options: { readonly expands: boolean },
): void {
  if (options.expands && template.transforms.length > 0 && !given.includes('CAPABILITY_AUTO_EXPAND')) {
    throw insufficient('CAPABILITY_AUTO_EXPAND');
  }
  const required = requiredCapability(template)?.capability;
  if (!required || given.includes('CAPABILITY_NAMED_IAM')) return;
  if (!given.includes(required)) throw insufficient(required);
}

function insufficient(capability: Capability) {
  return cloudformationError('InsufficientCapabilitiesException', `Requires capabilities : [${capability}]`);
}
