import { templateError, templateFormatError } from '../../errors.ts';
import { isList, isMap, textual, type Value, type ValueMap } from '../values.ts';
import { NO_VALUE, type Intrinsic, type Reference, type Scope } from './intrinsic.ts';
import { textOf } from './text.ts';

/** `${Name}`, `${Resource.Attribute}`, `${Variable}` of the map; `${!Literal}` stands for `${Literal}`. */
const VARIABLE = /\$\{([^}]*)\}/g;

export const sub: Intrinsic = {
  name: 'Fn::Sub',
  evaluate(argument, scope, evaluate) {
    const { text, variables } = partsOf(argument);
    return text.replace(VARIABLE, (_, inner: string) => {
      if (inner.startsWith('!')) return `\${${inner.slice(1)}}`;
      const name = checkedName(inner);
      const value = Object.hasOwn(variables, name) ? evaluate(variables[name]!) : lookup(name, scope);
      const found = textOf(value);
      if (found === null) throw malformed();
      return found;
    });
  },
  references(argument) {
    const { text, variables } = partsOf(argument);
    return [...text.matchAll(VARIABLE)]
      .filter(([, inner]) => !inner!.startsWith('!'))
      .map(([, inner]) => checkedName(inner!))
      .filter((name) => !Object.hasOwn(variables, name))
      .map(referenceOf);
  },
};

function partsOf(argument: Value): { readonly text: string; readonly variables: ValueMap } {
  if (typeof argument === 'string') return { text: argument, variables: {} };
  if (!isList(argument) || argument.length !== 2) throw malformed();
  const [text, variables] = argument;
  if (typeof text !== 'string' || !isMap(variables)) throw malformed();
  return { text, variables };
}

function checkedName(inner: string): string {
  const name = inner.trim();
  if (/^[a-zA-Z0-9_.:]+$/.test(name)) return name;
  throw templateError(
    'variable names in Fn::Sub syntax must contain only alphanumeric characters, underscores, periods, and colons',
  );
}

function referenceOf(name: string): Reference {
  const dot = name.indexOf('.');
  if (dot < 0) return { kind: 'ref', name };
  return { kind: 'attribute', name: name.slice(0, dot), attribute: name.slice(dot + 1) };
}

function lookup(name: string, scope: Scope) {
  const { kind, name: id, attribute } = referenceOf(name);
  if (kind === 'attribute') return scope.getAtt(id, attribute!);
  const value = scope.ref(id);
  if (value === NO_VALUE) return '';
  if (value === null) {
    throw templateFormatError(`Unresolved resource dependencies [${id}] in the Resources block of the template`);
  }
  return isList(value) ? value.map(textual).join(',') : value;
}

function malformed() {
  return templateError(
    "One or more Fn::Sub intrinsic functions don't specify expected arguments. Specify a string as first argument, and an optional second argument to specify a mapping of values to replace in the string",
  );
}
