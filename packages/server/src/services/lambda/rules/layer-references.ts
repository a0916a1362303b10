import { parseArn } from '../../../kernel/arn.ts';
import type { Scope } from '../../service.ts';
import { invalidParameter } from '../errors.ts';
import { LIMITS } from './limits.ts';

export interface LayerVersionReference {
  readonly account: string;
  readonly region: string;
  readonly name: string;
  readonly version: number;
}

export function layerArn({ account, region, name }: Omit<LayerVersionReference, 'version'>): string {
  return `arn:aws:lambda:${region}:${account}:layer:${name}`;
}

export function layerVersionArn(reference: LayerVersionReference): string {
  return `${layerArn(reference)}:${reference.version}`;
}

/** A layer's name or ARN, as LayerName takes either. */
export function parseLayerName(scope: Scope, text: string): { account: string; region: string; name: string } {
  const arn = parseArn(text);
  if (!arn) return { account: scope.account, region: scope.region, name: text };
  return { account: arn.account, region: arn.region, name: arn.resource.split(':')[1] ?? '' };
}

export function parseLayerVersionArn(text: string): LayerVersionReference | null {
  const arn = parseArn(text);
  const match = arn && /^layer:([a-zA-Z0-9-_]+):(\d+)$/.exec(arn.resource);
  return match ? { account: arn.account, region: arn.region, name: match[1]!, version: Number(match[2]) } : null;
}

/** Checks a function's `Layers`: at most five, one version of each, all of its own region. */
export function readLayerArns(scope: Scope, arns: readonly string[]): LayerVersionReference[] {
  if (arns.length > LIMITS.layers) throw invalidParameter('Cannot reference more than 5 layers.');
  const seen = new Map<string, string>();
  return arns.map((arn) => {
    const reference = parseLayerVersionArn(arn);
    if (!reference) throw invalidParameter(`Invalid layer arn: ${arn}`);
    if (reference.region !== scope.region) {
      const expected = `Layers are expected to be in region ${scope.region}.`;
      throw invalidParameter(`Layers are not in the same region as the function. ${expected}`);
    }
    const other = seen.get(layerArn(reference));
    if (other !== undefined) {
      const text = 'Two different versions of the same layer are not allowed to be referenced in the same function.';
      throw invalidParameter(`${text} ${other} and ${arn} are versions of the same layer.`);
    }
    seen.set(layerArn(reference), arn);
    return reference;
  });
}
