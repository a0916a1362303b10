import type { Principal } from './service.ts';

/**
 * Tags that only AWS sets and removes, such as `aws:cloudformation:stack-name`. "The aws: prefix is case-insensitive …
 * Tags with this prefix don't count toward the number of tags per resource" (CloudFormation template reference,
 * "CloudFormation resource tagging").
 */
export function isSystemTag(key: string): boolean {
  return /^aws:/i.test(key);
}

/** Whether this call may set them: CloudFormation does, for whoever deploys. */
export function maySetSystemTags({ calledVia }: Principal): boolean {
  return calledVia?.service === 'cloudformation.amazonaws.com';
}
