import { templateError, validationError } from '../errors.ts';
import { resourceTypeNamed } from '../resources/index.ts';
import { evaluate } from '../rules/intrinsics/evaluate.ts';
import { expandLoops, LANGUAGE_EXTENSIONS } from '../rules/template/language-extensions.ts';
import { parseTemplate } from '../rules/template/parse-template.ts';
import { isListType } from '../rules/template/parameter-declarations.ts';
import { parameterValue, chooseParameterValues, type GivenParameter } from '../rules/template/parameter-values.ts';
import { readTemplate, type Template, transformsOf } from '../rules/template/template.ts';
import { checkTemplate } from '../rules/template/validate.ts';
import { isList, isMap, type Value, type ValueMap } from '../rules/values.ts';

export interface ProcessedTemplate {
  readonly template: Template;
  /** What is kept and shown as the processed template. */
  readonly source: ValueMap;
  readonly parameters: Record<string, string>;
}

/** From a template's text to what can be deployed with the parameters given. @throws ValidationError */
export function processTemplate(
  text: string,
  given: readonly GivenParameter[],
  previous: Readonly<Record<string, string>> = {},
): ProcessedTemplate {
  const original = parseTemplate(text);
  const declarations = readParameters(original);
  const parameters = chooseParameterValues(declarations, given, previous);
  const source = expand(original, (name) => {
    const declaration = declarations[name];
    return declaration && isListType(declaration.type)
      ? (parameterValue(declaration, parameters[name]!) as string[])
      : null;
  });
  const template = readTemplate(source);
  checkTemplate(template, attributesOf);
  return { template, source, parameters };
}

/** As `processTemplate` without values: what ValidateTemplate and GetTemplateSummary look at. Loops over parameters take their defaults. */
export function inspectTemplate(text: string): Template {
  const original = parseTemplate(text);
  const declarations = readParameters(original);
  const source = expand(original, (name) => {
    const declaration = declarations[name];
    return declaration && isListType(declaration.type)
      ? (parameterValue(declaration, declaration.default ?? '') as string[])
      : null;
  });
  const template = readTemplate(source);
  checkTemplate(template, attributesOf);
  return template;
}

export function attributesOf(type: string): readonly string[] | 'open' | null {
  return resourceTypeNamed(type)?.attributes ?? null;
}

function readParameters(original: ValueMap) {
  refuseOtherTransforms(original);
  // Parameters have no loops in them, and loops may need their values.
  return readTemplate({
    Resources: { Any: { Type: 'AWS::CloudFormation::WaitConditionHandle' } },
    ...(original.Parameters !== undefined && { Parameters: original.Parameters }),
  }).parameters;
}

function expand(original: ValueMap, listParameter: (name: string) => readonly string[] | null): ValueMap {
  if (!transformsOf(original).includes(LANGUAGE_EXTENSIONS)) return original;
  return expandLoops(original, (node) => {
    const values = listIn(node, original, listParameter);
    if (!values) throw templateError('Fn::ForEach loops over a list of texts or a parameter that is one');
    return values;
  }) as ValueMap;
}

function listIn(
  node: Value,
  original: ValueMap,
  listParameter: (name: string) => readonly string[] | null,
): readonly Value[] | null {
  if (isList(node)) return node.flatMap((item) => listIn(item, original, listParameter) ?? [item]);
  if (!isMap(node)) return null;
  if (typeof node.Ref === 'string') return listParameter(node.Ref);
  const value = evaluate(node, {
    region: '',
    extended: true,
    ref: (name) => listParameter(name),
    getAtt: () => refuse('Fn::GetAtt'),
    condition: () => refuse('Fn::If'),
    importValue: () => refuse('Fn::ImportValue'),
    zones: () => refuse('Fn::GetAZs'),
    mapping: (name) => (isMap(original.Mappings) ? (original.Mappings[name] ?? null) : null),
  });
  return isList(value) ? value : null;
}

function refuse(name: string): never {
  throw templateError(`Fn::ForEach does not support ${name} in its collection`);
}

function refuseOtherTransforms(original: ValueMap): void {
  const other = transformsOf(original).find((name) => name !== LANGUAGE_EXTENSIONS);
  if (other !== undefined) throw validationError(`Hearth does not implement the transform ${other} yet.`);
  if (containsTransform(original)) throw validationError('Hearth does not implement Fn::Transform yet.');
}

function containsTransform(node: Value): boolean {
  if (isList(node)) return node.some(containsTransform);
  return (
    isMap(node) && Object.entries(node).some(([key, value]) => key === 'Fn::Transform' || containsTransform(value))
  );
}
