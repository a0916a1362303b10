import { templateFormatError, validationError } from '../../errors.ts';
import { isList, isMap, isScalar, type Value, type ValueMap } from '../values.ts';
import { LIMITS } from './limits.ts';

/** A parameter as its template declares it; values and bounds as texts. */
export interface ParameterDeclaration {
  readonly type: string;
  readonly default: string | undefined;
  readonly allowedValues: readonly string[] | undefined;
  readonly allowedPattern: string | undefined;
  readonly constraintDescription: string | undefined;
  readonly description: string | undefined;
  readonly minLength: number | undefined;
  readonly maxLength: number | undefined;
  readonly minValue: number | undefined;
  readonly maxValue: number | undefined;
  readonly noEcho: boolean;
}

const MEMBERS = [
  'Type',
  'Default',
  'AllowedValues',
  'AllowedPattern',
  'ConstraintDescription',
  'Description',
  'MinLength',
  'MaxLength',
  'MinValue',
  'MaxValue',
  'NoEcho',
];

/** `AWS::EC2::VPC::Id`, `List<AWS::EC2::Subnet::Id>`: texts whose resources are not looked up. */
const TYPES =
  /^(String|Number|CommaDelimitedList|List<(Number|String)>|AWS::(EC2|Route53)::[A-Za-z:]+|List<AWS::(EC2|Route53)::[A-Za-z:]+>)$/;

export function readParameterDeclarations(section: ValueMap): Record<string, ParameterDeclaration> {
  const entries = Object.entries(section);
  if (entries.length > LIMITS.parameters) {
    throw templateFormatError(
      `Number of parameters, ${entries.length}, is greater than maximum allowed, ${LIMITS.parameters}`,
    );
  }
  return Object.fromEntries(entries.map(([name, body]) => [name, readParameter(name, body)]));
}

export function isListType(type: string): boolean {
  return type === 'CommaDelimitedList' || type.startsWith('List<');
}

function readParameter(name: string, body: Value): ParameterDeclaration {
  if (!/^[A-Za-z0-9]{1,255}$/.test(name)) throw templateFormatError(`Parameter name ${name} is non alphanumeric.`);
  if (!isMap(body)) throw templateFormatError(`[/Parameters/${name}] parameter definition is malformed`);
  const unknown = Object.keys(body).find((member) => !MEMBERS.includes(member));
  if (unknown !== undefined) throw validationError(`Invalid template parameter property '${unknown}'`);
  const allowed = body.AllowedValues;
  if (allowed !== undefined && !isList(allowed)) {
    throw templateFormatError(`[/Parameters/${name}/AllowedValues] AllowedValues must be a list.`);
  }
  return {
    type: typeOf(name, body.Type),
    default: textOf(body.Default),
    allowedValues: allowed?.map((value) => textOf(value) ?? ''),
    allowedPattern: textOf(body.AllowedPattern),
    constraintDescription: textOf(body.ConstraintDescription),
    description: textOf(body.Description),
    minLength: numberOf(body.MinLength),
    maxLength: numberOf(body.MaxLength),
    minValue: numberOf(body.MinValue),
    maxValue: numberOf(body.MaxValue),
    noEcho: body.NoEcho === true || body.NoEcho === 'true',
  };
}

function typeOf(name: string, type: Value | undefined): string {
  if (typeof type !== 'string') throw templateFormatError('Every Parameters object must contain a Type member.');
  if (type.startsWith('AWS::SSM::Parameter::')) {
    throw validationError(`Hearth does not implement parameters of the type ${type} yet: [${name}]`);
  }
  if (!TYPES.test(type)) throw templateFormatError(`Unrecognized parameter type: ${type}`);
  return type;
}

function textOf(value: Value | undefined): string | undefined {
  if (isList(value)) return value.map(String).join(',');
  return isScalar(value) ? String(value) : undefined;
}

function numberOf(value: Value | undefined): number | undefined {
  return isScalar(value) ? Number(value) : undefined;
}
