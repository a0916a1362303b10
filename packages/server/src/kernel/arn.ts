/** An Amazon Resource Name taken apart: `arn:partition:service:region:account:resource`. */
export interface Arn {
  readonly partition: string;
  readonly service: string;
  readonly region: string;
  readonly account: string;
  /** Everything after the fifth colon, colons and slashes included: `function:hello:live`, `role/path/name`. */
  readonly resource: string;
}

/** Null when `text` is no ARN: fewer than six parts, or another scheme. */
export function parseArn(text: string): Arn | null {
  const [scheme, partition, service, region, account, ...resource] = text.split(':');
  if (scheme !== 'arn' || !partition || !service || resource.length === 0) return null;
  return { partition, service, region: region ?? '', account: account ?? '', resource: resource.join(':') };
}

export function formatArn(arn: Omit<Arn, 'partition'> & { readonly partition?: string }): string {
  return `arn:${arn.partition ?? 'aws'}:${arn.service}:${arn.region}:${arn.account}:${arn.resource}`;
}
