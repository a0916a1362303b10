import { validationError } from '../../errors.ts';
import type { Value } from '../values.ts';
import { isListType, type ParameterDeclaration } from './parameter-declarations.ts';

type Declarations = Readonly<Record<string, ParameterDeclaration>>;

/** As CreateStack and its like send one. */
export interface GivenParameter {
  readonly ParameterKey?: string | undefined;
  readonly ParameterValue?: string | undefined;
  readonly UsePreviousValue?: boolean | undefined;
  /** Only the deployment will know the value: nothing can be said against it yet. */
  readonly isUnknown?: boolean;
}

/**
 * The values of all declared parameters, as texts: given, previous or default.
 * @throws ValidationError for those that are missing, undeclared or break a constraint
 */
export function chooseParameterValues(
  declarations: Declarations,
  given: readonly GivenParameter[],
  previous: Readonly<Record<string, string>>,
): Record<string, string> {
  const chosen = new Map<string, string>();
  const strangers = given.filter(({ ParameterKey = '' }) => !Object.hasOwn(declarations, ParameterKey));
  if (strangers.length > 0) {
    throw validationError(
      `Parameters: [${strangers.map((it) => it.ParameterKey).join(', ')}] do not exist in the template`,
    );
  }
  for (const { ParameterKey = '', ParameterValue, UsePreviousValue } of given) {
    if (chosen.has(ParameterKey)) throw validationError(`Duplicate Parameter key ${ParameterKey}`);
    if (UsePreviousValue && ParameterValue !== undefined) {
      throw validationError(
        `Invalid input for parameter key ${ParameterKey}. Cannot specify usePreviousValue as true and non empty value for a parameter`,
      );
    }
    const value = UsePreviousValue ? previousValue(previous, ParameterKey) : ParameterValue;
    if (value !== undefined) chosen.set(ParameterKey, value);
  }
  const unknown = new Set(given.flatMap((it) => (it.isUnknown ? [it.ParameterKey] : [])));
  return complete(declarations, chosen, unknown);
}

function previousValue(previous: Readonly<Record<string, string>>, key: string): string {
  if (Object.hasOwn(previous, key)) return previous[key]!;
  throw validationError(
    `Invalid input for parameter key ${key}. Cannot specify usePreviousValue as true for a parameter key not in the previous template`,
  );
}

function complete(
  declarations: Declarations,
  chosen: ReadonlyMap<string, string>,
  unknown: ReadonlySet<string | undefined>,
): Record<string, string> {
  const values: Record<string, string> = {};
  const missing: string[] = [];
  for (const [name, declaration] of Object.entries(declarations)) {
    const value = chosen.get(name) ?? declaration.default;
    if (value === undefined) missing.push(name);
    else values[name] = unknown.has(name) ? value : checked(name, declaration, value);
  }
  if (missing.length > 0) throw validationError(`Parameters: [${missing.join(', ')}] must have values`);
  return values;
}

/** What Ref gives: a text, or a list for the list types. */
export function parameterValue({ type }: ParameterDeclaration, value: string): Value {
  return isListType(type) ? listOf(value) : value;
}

function listOf(value: string): string[] {
  return value === '' ? [] : value.split(',').map((item) => item.trim());
}

function checked(name: string, declaration: ParameterDeclaration, value: string): string {
  const { type, allowedValues, allowedPattern, constraintDescription } = declaration;
  const items = isListType(type) ? listOf(value) : [value];
  const problem = items.map((item) => problemOf(declaration, item)).find((found) => found !== null);
  const refuse = (message: string) =>
    validationError(
      constraintDescription
        ? `Parameter ${name} failed to satisfy constraint: ${constraintDescription}`
        : `Parameter '${name}' ${message}`,
    );
  if (problem) throw refuse(problem);
  if (allowedValues && !items.every((item) => allowedValues.includes(item))) {
    throw refuse(`must be one of AllowedValues`);
  }
  if (allowedPattern !== undefined && !items.every((item) => patternOf(name, allowedPattern).test(item))) {
    throw refuse(`must match pattern ${allowedPattern}`);
  }
  return value;
}

function problemOf({ type, ...bounds }: ParameterDeclaration, value: string): string | null {
  const { minLength = 0, maxLength = Infinity, minValue = -Infinity, maxValue = Infinity } = bounds;
  if (type === 'Number' || type === 'List<Number>') {
    const number = value.trim() === '' ? Number.NaN : Number(value);
    if (Number.isNaN(number)) return 'must be a number';
    if (number < minValue) return `must be a number not less than ${minValue}`;
    return number > maxValue ? `must be a number not greater than ${maxValue}` : null;
  }
  if (value.length < minLength) return `must contain at least ${minLength} characters`;
  return value.length > maxLength ? `must contain at most ${maxLength} characters` : null;
}

/** The whole value has to match. */
function patternOf(name: string, pattern: string): RegExp {
  try {
    return new RegExp(`^(?:${pattern})$`, 'u');
  } catch {
    try {
      return new RegExp(`^(?:${pattern})$`);
    } catch {
      throw validationError(`Parameter '${name}' has an AllowedPattern that is no regular expression: ${pattern}`);
    }
  }
}
