import { and } from './and.ts';
import { base64 } from './base64.ts';
import { cidr } from './cidr.ts';
import { condition } from './condition.ts';
import { equals } from './equals.ts';
import { findInMap } from './find-in-map.ts';
import { getAtt } from './get-att.ts';
import { getAzs } from './get-azs.ts';
import { fnIf } from './if.ts';
import { importValue } from './import-value.ts';
import type { Intrinsic } from './intrinsic.ts';
import { join } from './join.ts';
import { length } from './length.ts';
import { not } from './not.ts';
import { or } from './or.ts';
import { ref } from './ref.ts';
import { select } from './select.ts';
import { split } from './split.ts';
import { sub } from './sub.ts';
import { toJsonString } from './to-json-string.ts';

const ALL = [
  and,
  base64,
  cidr,
  equals,
  findInMap,
  fnIf,
  getAtt,
  getAzs,
  importValue,
  join,
  length,
  not,
  or,
  ref,
  select,
  split,
  sub,
  toJsonString,
];

/** Wherever a value may stand. */
export const INTRINSICS: ReadonlyMap<string, Intrinsic> = new Map(ALL.map((intrinsic) => [intrinsic.name, intrinsic]));

/** Inside the Conditions section, where `Condition` is a function too. */
export const CONDITION_INTRINSICS: ReadonlyMap<string, Intrinsic> = new Map([
  ...INTRINSICS,
  [condition.name, condition],
]);
