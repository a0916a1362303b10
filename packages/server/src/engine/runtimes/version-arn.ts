import { createHash } from 'node:crypto';

/** AWS names a runtime's build by a hash; ours is of its identifier, since the installed build may differ per node. */
export function runtimeVersionArn(region: string, runtime: string): string {
  return `arn:aws:lambda:${region}::runtime:${createHash('sha256').update(runtime).digest('hex')}`;
}
