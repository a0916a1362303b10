import type { StackIdentity } from '../rules/template/scopes.ts';
import type { StackRecord } from '../store/records.ts';

export function stackIdentity({ account, region, id, name }: StackRecord): StackIdentity {
  return { account, region, stackId: id, stackName: name };
}
