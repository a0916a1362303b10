import { AwsError } from '../kernel/errors.ts';
import { type Compiled, compileOnce, lazily } from './compile.ts';
import { elementRules, NOT_NULL, type NumberText, numberText, type Rule, rulesOf } from './constraints.ts';
import {
  type ListShape,
  type MapShape,
  memberOf,
  type MemberRef,
  type ServiceModel,
  type Shape,
  shapeOf,
  type SimpleType,
  type StructureShape,
} from './model.ts';
import { isRecord, wrongList, wrongScalar, wrongStructure } from './serialization.ts';

/** A broken constraint. `path` is AWS's (`tags.1.member.key`), `member` ours for leniency (`Tags.Key`). */
interface Violation {
  readonly path: string;
  readonly member: string;
  readonly rule: string;
  /** Ready to print: `'abc'`, `null`; empty for what must not be shown. */
  readonly value: string;
}

type Checker = (value: unknown) => readonly Violation[];

const NONE: readonly Violation[] = [];

/** Throws AWS's ValidationException (or what `validationCode` says), naming every broken constraint of an operation's input. */
export type InputChecker = (operation: string, input: unknown) => void;

/**
 * `lenient`: members whose constraints the operation checks itself (`CreateFunction.Runtime`, `CreateFunction.Code.ZipFile`);
 * a required one must still be there.
 */
export function compileInputChecker(
  model: ServiceModel,
  lenient: readonly string[],
  code = 'ValidationException',
): InputChecker {
  const ignored = new Set(lenient);
  const checkers = compileOnce<Checker>(model, (shape, _member, compiled) => checkerOf(model, shape, compiled));
  return (operation, input) => {
    const shape = model.operations[operation]?.input;
    if (!shape) return;
    const violations = checkers(shape)(input).filter(
      ({ member, rule }) => rule === NOT_NULL || !ignored.has(`${operation}.${member}`),
    );
    if (violations.length > 0) throw validationError(violations, code);
  };
}

function validationError(violations: readonly Violation[], code: string): AwsError {
  const texts = violations.map(
    ({ value, path, rule }) => `Value${value && ` ${value}`} at '${path}' failed to satisfy constraint: ${rule}`,
  );
  const count = texts.length === 1 ? '1 validation error' : `${texts.length} validation errors`;
  return new AwsError(code, `${count} detected: ${texts.join('; ')}`, {
    status: 400,
    fault: 'client',
  });
}

function checkerOf(model: ServiceModel, shape: Shape, compiled: Compiled<Checker>): Checker {
  switch (shape.type) {
    case 'structure':
      return structure(shape, compiled);
    case 'list':
      return both(own(shape, numberText(shapeOf(model, memberOf(shape.of).shape))), list(model, shape, compiled));
    case 'map':
      return both(own(shape, numberText(shapeOf(model, memberOf(shape.of).shape))), map(model, shape, compiled));
    default: {
      if (shape.streaming) return () => NONE;
      const checkType = typeChecker(shape.type);
      const check = own(shape, numberText(shape));
      return (value) => {
        checkType(value);
        return check(value);
      };
    }
  }
}

function both(first: Checker, second: Checker): Checker {
  return (value) => {
    // The second one checks the type that the first one measures.
    const inner = second(value);
    const outer = first(value);
    return inner.length === 0 ? outer : [...outer, ...inner];
  };
}

/** What the shape demands of the value itself. */
function own(shape: Shape, text: NumberText): Checker {
  const rules = rulesOf(shape);
  if (rules.length === 0) return () => NONE;
  const sensitive = shape.type !== 'structure' && shape.sensitive === true;
  return (value) => {
    const broken = rules.filter((rule: Rule) => !rule.holds(value as never));
    if (broken.length === 0) return NONE;
    return broken.map((rule) => ({
      path: '',
      member: '',
      rule: rule.text,
      value: sensitive ? '' : quoted(value, text),
    }));
  };
}

function structure(shape: StructureShape, compiled: Compiled<Checker>): Checker {
  if (shape.events) return () => NONE;
  const members = lazily(() =>
    Object.entries(shape.members).map(([name, ref]) => {
      return { name, required: memberOf(ref).required === true, check: compiled(ref) };
    }),
  );
  return (value) => {
    if (!isRecord(value)) throw wrongStructure(value);
    let violations: Violation[] | undefined;
    for (const { name, required, check } of members()) {
      const given = value[name];
      const found = given === undefined || given === null ? (required ? MISSING : NONE) : check(given);
      for (const violation of found) (violations ??= []).push(below(violation, camelCase(name), name));
    }
    return violations ?? NONE;
  };
}

const MISSING: readonly Violation[] = [{ path: '', member: '', rule: NOT_NULL, value: 'null' }];

function below(violation: Violation, path: string, member: string): Violation {
  return { ...violation, path: join(path, violation.path), member: join(member, violation.member) };
}

function join(first: string, rest: string): string {
  return rest && first ? `${first}.${rest}` : first || rest;
}

/** AWS prints members in Java's spelling: `functionName`, `vpcConfig.subnetIds`, `kMSKeyArn`. */
function camelCase(name: string): string {
  return name[0]!.toLowerCase() + name.slice(1);
}

/** Structures are named one by one (`tags.1.member.key`); a broken scalar is reported of the whole list. */
function list(model: ServiceModel, shape: ListShape, compiled: Compiled<Checker>): Checker {
  const item = lazily(() => compiled(shape.of));
  const text = numberText(shapeOf(model, memberOf(shape.of).shape));
  const rule = lazily(() => `Member must satisfy constraint: ${elementConstraint(model, shape.of)}`);
  return (value) => {
    if (!Array.isArray(value)) throw wrongList(value);
    const violations: Violation[] = [];
    value.forEach((entry, index) => {
      for (const violation of item()(entry)) violations.push(below(violation, `${index + 1}.member`, ''));
    });
    return asWhole(violations, /^\d+\.member$/, rule, quoted(value, text));
  };
}

function map(model: ServiceModel, shape: MapShape, compiled: Compiled<Checker>): Checker {
  const [keys, values] = [lazily(() => compiled(shape.key)), lazily(() => compiled(shape.of))];
  const text = numberText(shapeOf(model, memberOf(shape.of).shape));
  const keyRule = lazily(() => `Map keys must satisfy constraint: ${elementConstraint(model, shape.key)}`);
  const valueRule = lazily(() => `Map value must satisfy constraint: ${elementConstraint(model, shape.of)}`);
  return (value) => {
    if (!isRecord(value)) throw wrongStructure(value);
    const entries = Object.entries(value).filter(([, entry]) => entry !== undefined && entry !== null);
    const ofKeys = entries.flatMap(([key]) => keys()(key));
    const ofValues = entries.flatMap(([key, entry]) =>
      values()(entry).map((violation) => below(violation, `${key}.member`, '')),
    );
    const shown = shape.sensitive ? '' : quoted(value, text);
    return [...asWhole(ofKeys, /^$/, keyRule, shown), ...asWhole(ofValues, /\.member$/, valueRule, shown)];
  };
}

/** Puts one violation in the place of all those whose path is an element's own. */
function asWhole(
  violations: readonly Violation[],
  element: RegExp,
  rule: () => string,
  value: string,
): readonly Violation[] {
  const nested = violations.filter(({ path }) => !element.test(path));
  if (nested.length === violations.length) return nested;
  const secret = violations.some((violation) => violation.value === '');
  return [{ path: '', member: '', rule: rule(), value: secret ? '' : value }, ...nested];
}

/** Lambda's answers end with "Member must not be null" (recorded for architectures and cors.allowMethods); ACM's do not. */
function elementConstraint(model: ServiceModel, ref: MemberRef): string {
  const rules = elementRules(shapeOf(model, memberOf(ref).shape));
  return `[${[...rules, ...(model.service === 'lambda' ? [NOT_NULL] : [])].join(', ')}]`;
}

/** As Java prints it: `'abc'`, `'[a, b]'`, `'{a=2.0}'`. */
function quoted(value: unknown, text: NumberText): string {
  return `'${javaText(value, text)}'`;
}

function javaText(value: unknown, text: NumberText): string {
  if (typeof value === 'number') return text(value);
  if (Array.isArray(value)) return `[${value.map((entry) => javaText(entry, text)).join(', ')}]`;
  if (value instanceof Uint8Array)
    return `java.nio.HeapByteBuffer[pos=0 lim=${value.byteLength} cap=${value.byteLength}]`;
  if (value instanceof Date) return value.toISOString();
  if (isRecord(value))
    return `{${Object.entries(value)
      .map(([key, entry]) => `${key}=${javaText(entry, text)}`)
      .join(', ')}}`;
  return String(value);
}

/** The readers made sure of the type already; the inner door's callers did not. */
function typeChecker(type: SimpleType): (value: unknown) => void {
  const isOfType = TYPE_TESTS[type];
  return (value) => {
    if (!isOfType(value)) throw wrongScalar(value, type);
  };
}

const isNumber = (value: unknown): boolean => typeof value === 'number';

const TYPE_TESTS: Readonly<Record<SimpleType, (value: unknown) => boolean>> = {
  string: (value) => typeof value === 'string',
  boolean: (value) => typeof value === 'boolean',
  integer: isNumber,
  long: isNumber,
  float: isNumber,
  double: isNumber,
  blob: (value) => value instanceof Uint8Array || typeof value === 'string',
  timestamp: (value) => value instanceof Date,
  document: () => true,
};
