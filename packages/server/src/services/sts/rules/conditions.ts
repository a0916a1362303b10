import { matchesWildcards } from '../../../kernel/wildcards.ts';
import { BlockList, isIP, isIPv6 } from 'node:net';

/** Condition keys in lower case, each with its values; a key that does not apply is absent. */
export type ConditionContext = ReadonlyMap<string, readonly string[]>;

export type ConditionBlock = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

type Test = (actual: string, expected: string) => boolean;

/** True when every operator and key holds (IAM user guide, "Conditions with multiple context keys or values"). */
export function conditionsHold(block: ConditionBlock | undefined, context: ConditionContext): boolean {
  return Object.entries(block ?? {}).every(([operator, keys]) =>
    Object.entries(keys).every(([key, values]) => {
      const expected = [values].flat().map((value) => substitute(String(value), context));
      return holds(operator, expected, context.get(key.toLowerCase()));
    }),
  );
}

function holds(operator: string, expected: readonly string[], actual: readonly string[] | undefined): boolean {
  if (operator === 'Null') return expected.includes(String(actual === undefined));
  const { set, name, ifExists } = takeApart(operator);
  if (actual === undefined && ifExists) return true;
  const negated = name.includes('Not');
  const test = TESTS[name.replace('Not', '')];
  if (!test) return false;
  const matches = (value: string) => expected.some((wanted) => test(value, wanted)) !== negated;
  if (set === 'ForAllValues') return (actual ?? []).every(matches);
  if (actual === undefined) return negated && set === undefined;
  return actual.some(matches);
}

function takeApart(operator: string) {
  const [, set, name = '', ifExists] = /^(?:(ForAllValues|ForAnyValue):)?(\w+?)(IfExists)?$/.exec(operator) ?? [];
  return { set, name, ifExists: ifExists !== undefined };
}

const TESTS: Readonly<Record<string, Test>> = {
  StringEquals: (actual, expected) => actual === expected,
  StringEqualsIgnoreCase: (actual, expected) => actual.toLowerCase() === expected.toLowerCase(),
  StringLike: (actual, pattern) => matchesWildcards(pattern, actual),
  NumericEquals: (actual, expected) => Number(actual) === Number(expected),
  NumericLessThan: (actual, expected) => Number(actual) < Number(expected),
  NumericLessThanEquals: (actual, expected) => Number(actual) <= Number(expected),
  NumericGreaterThan: (actual, expected) => Number(actual) > Number(expected),
  NumericGreaterThanEquals: (actual, expected) => Number(actual) >= Number(expected),
  DateEquals: (actual, expected) => time(actual) === time(expected),
  DateLessThan: (actual, expected) => time(actual) < time(expected),
  DateLessThanEquals: (actual, expected) => time(actual) <= time(expected),
  DateGreaterThan: (actual, expected) => time(actual) > time(expected),
  DateGreaterThanEquals: (actual, expected) => time(actual) >= time(expected),
  Bool: (actual, expected) => actual.toLowerCase() === expected.toLowerCase(),
  BinaryEquals: (actual, expected) => actual === expected,
  IpAddress: isInRange,
  ArnEquals: arnLike,
  ArnLike: arnLike,
};

/** "Each of the six colon-delimited components of the ARN is checked separately." */
function arnLike(actual: string, pattern: string): boolean {
  const parts = (arn: string) => {
    const split = arn.split(':');
    return [...split.slice(0, 5), split.slice(5).join(':')];
  };
  const wanted = parts(pattern);
  return parts(actual).every((part, index) => matchesWildcards(wanted[index] ?? '', part));
}

function isInRange(actual: string, range: string): boolean {
  const [address = '', prefix] = range.split('/');
  if (isIP(address) === 0 || isIP(actual) === 0) return false;
  const family = isIPv6(address) ? 'ipv6' : 'ipv4';
  const list = new BlockList();
  list.addSubnet(address, prefix === undefined ? (family === 'ipv6' ? 128 : 32) : Number(prefix), family);
  return list.check(actual, isIPv6(actual) ? 'ipv6' : 'ipv4');
}

/** ISO 8601 or epoch seconds. */
function time(text: string): number {
  return /^\d+$/.test(text) ? Number(text) * 1000 : Date.parse(text);
}

/** `${aws:username}`; a variable without a value matches nothing, so that it is left as it stands. */
function substitute(text: string, context: ConditionContext): string {
  return text.replace(/\$\{([^}]+)\}/g, (whole, key: string) => {
    if (['*', '?', '$'].includes(key)) return key;
    return context.get(key.toLowerCase())?.[0] ?? whole;
  });
}
