import { templateError, validationError } from '../../errors.ts';
import { evaluate } from '../intrinsics/evaluate.ts';
import { CONDITION_INTRINSICS } from '../intrinsics/index.ts';
import type { Intrinsic, Scope } from '../intrinsics/intrinsic.ts';
import { textOf } from '../intrinsics/text.ts';
import { truthOf } from '../intrinsics/truth.ts';
import { isList, isMap, type Value } from '../values.ts';
import type { Template } from './template.ts';

type ListTest = (left: readonly string[], right: readonly string[]) => boolean;

/** The functions of the Rules section; `Fn::RefAll`, `Fn::ValueOf` and `Fn::ValueOfAll` ask for resources of EC2 and are refused. */
const RULE_INTRINSICS: ReadonlyMap<string, Intrinsic> = new Map([
  ...CONDITION_INTRINSICS,
  listTest('Fn::Contains', (list, [value = '']) => list.includes(value)),
  listTest('Fn::EachMemberEquals', (list, [value]) => list.every((item) => item === value)),
  listTest('Fn::EachMemberIn', (list, allowed) => list.every((item) => allowed.includes(item))),
]);

/** Evaluates the Rules section. @throws ValidationError with the description of each assertion that fails */
export function checkRules(template: Template, scope: Scope): void {
  const failed = Object.entries(template.rules).flatMap(([name, rule]) => {
    if (rule.RuleCondition !== undefined && !isTrue(name, rule.RuleCondition, scope)) return [];
    return assertionsOf(name, rule.Assertions)
      .filter(({ assert }) => !isTrue(name, assert, scope))
      .map(({ description }) => description ?? `the assertion of the rule ${name} does not hold`);
  });
  if (failed.length > 0) throw validationError(`Template validation error: ${failed.join('; ')}`);
}

function assertionsOf(name: string, assertions: Value | undefined) {
  if (!isList(assertions)) throw templateError(`the rule ${name} has no Assertions`);
  return assertions.map((assertion) => {
    if (!isMap(assertion) || assertion.Assert === undefined) throw templateError(`the rule ${name} has no Assert`);
    const { Assert: assert, AssertDescription: description } = assertion;
    return { assert, description: typeof description === 'string' ? description : undefined };
  });
}

function isTrue(name: string, node: Value, scope: Scope): boolean {
  const truth = truthOf(evaluate(node, scope, RULE_INTRINSICS));
  if (truth === null) throw templateError(`the rule ${name} has an assertion that is neither true nor false`);
  return truth;
}

function listTest(name: string, test: ListTest): [string, Intrinsic] {
  const evaluateTest: Intrinsic['evaluate'] = (argument, _scope, inner) => {
    if (!isList(argument) || argument.length !== 2) throw templateError(`${name} requires two parameters`);
    const [left, right] = argument.map((part) => {
      const value = inner(part);
      return isList(value) ? value.map(String) : [textOf(value) ?? ''];
    });
    return test(left!, right!);
  };
  return [name, { name, evaluate: evaluateTest }];
}
