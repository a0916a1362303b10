import type { Value } from '../values.ts';

/** Where names lead to while a template is evaluated. */
export interface Scope {
  /** A parameter, a pseudo parameter or a resource; null when there is none of this name. */
  ref(name: string): Value | NoValue | null;
  /** Throws when the resource is unknown or has no such attribute. */
  getAtt(logicalId: string, attribute: string): Value;
  condition(name: string): boolean;
  /** A map of the Mappings section; null when it is not there. */
  mapping(name: string): Value | null;
  /** An exported value; throws when there is none. */
  importValue(name: string): Value;
  zones(region: string): readonly string[];
  /** The region of the stack. */
  readonly region: string;
  /** The template declares the transform AWS::LanguageExtensions. */
  readonly extended: boolean;
}

/** AWS::NoValue: whatever has it as its value is left out. */
export const NO_VALUE = Symbol('AWS::NoValue');
export type NoValue = typeof NO_VALUE;

export type Evaluated = Value | NoValue;

export type Evaluate = (node: Value) => Evaluated;

/** A name that a node refers to, and where it is looked up. */
export interface Reference {
  readonly kind: 'ref' | 'attribute' | 'condition';
  readonly name: string;
  readonly attribute?: string;
}

/** One function of the template language: `{ "Fn::Join": argument }`. */
export interface Intrinsic {
  readonly name: string;
  /** Only with the transform AWS::LanguageExtensions. */
  readonly extension?: true;
  evaluate(argument: Value, scope: Scope, evaluate: Evaluate): Evaluated;
  /** The names that the argument itself holds, beside those of the functions nested in it. */
  references?(argument: Value): readonly Reference[];
}
