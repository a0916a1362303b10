import type { ResourceContext } from './resource-type.ts';

/** `<stack>-<logical id>-<token>`; both parts are cut evenly when it would be longer than `maxLength` characters. */
export function physicalName(
  { stackName, logicalId, token }: Pick<ResourceContext, 'stackName' | 'logicalId' | 'token'>,
  maxLength: number,
): string {
  const room = maxLength - token.length - 2;
  if (stackName.length + logicalId.length <= room) return `${stackName}-${logicalId}-${token}`;
  const half = Math.floor(room / 2);
  const stackPart = stackName.slice(0, Math.max(half, room - logicalId.length));
  return `${stackPart}-${logicalId.slice(0, room - stackPart.length)}-${token}`;
}
