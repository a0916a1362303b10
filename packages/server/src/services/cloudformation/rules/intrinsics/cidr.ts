import { templateError } from '../../errors.ts';
import { isList, type Value } from '../values.ts';
import type { Intrinsic } from './intrinsic.ts';
import { textOf } from './text.ts';

/** CloudFormation user guide, Fn::Cidr: "The number of CIDRs to generate. Valid range is between 1 and 256." */
const MAX_COUNT = 256;
const IPV4_BITS = 32;
const DEFAULT_CIDR_BITS = 8;

/** `[ipBlock, count, cidrBits]` of IPv4: `count` blocks that follow each other, with `cidrBits` host bits each. */
export const cidr: Intrinsic = {
  name: 'Fn::Cidr',
  evaluate(argument, _scope, evaluate) {
    if (!isList(argument) || argument.length < 2 || argument.length > 3) throw malformed();
    const text = (node: Value | undefined) => (node === undefined ? null : textOf(evaluate(node)));
    const block = text(argument[0]);
    const count = Number(text(argument[1]));
    const bits = Number(text(argument[2]) ?? DEFAULT_CIDR_BITS);
    if (block === null || !Number.isInteger(count) || !Number.isInteger(bits)) throw malformed();
    return subnets(block, count, bits);
  },
};

function subnets(block: string, count: number, bits: number): string[] {
  const { start, prefix } = parseBlock(block);
  if (count < 1 || count > MAX_COUNT || bits < 1 || bits > IPV4_BITS) throw malformed();
  const size = 2 ** bits;
  if (count * size > 2 ** (IPV4_BITS - prefix)) {
    throw templateError(
      `Fn::Cidr object requires more than what the block ${block} holds: ${count} blocks of ${size} addresses`,
    );
  }
  return Array.from({ length: count }, (_, index) => `${addressOf(start + index * size)}/${IPV4_BITS - bits}`);
}

function parseBlock(block: string): { readonly start: number; readonly prefix: number } {
  const match = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})\/(\d{1,2})$/.exec(block);
  const [a = 0, b = 0, c = 0, d = 0, prefix = 0] = (match ?? []).slice(1).map(Number);
  if (!match || Math.max(a, b, c, d) > 255 || prefix > IPV4_BITS) {
    throw templateError(`${block} is not a valid IPv4 CIDR block for Fn::Cidr`);
  }
  const address = ((a * 256 + b) * 256 + c) * 256 + d;
  const size = 2 ** (IPV4_BITS - prefix);
  return { start: Math.floor(address / size) * size, prefix };
}

function addressOf(number: number): string {
  return [24, 16, 8, 0].map((shift) => Math.floor(number / 2 ** shift) % 256).join('.');
}

function malformed() {
  return templateError(
    'every Fn::Cidr object requires two or three parameters: the IP block, the number of CIDRs between 1 and 256, and the number of subnet bits',
  );
}
