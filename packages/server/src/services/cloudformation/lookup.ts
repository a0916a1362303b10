import { noStackWithId } from './errors.ts';
import type { CloudformationCall } from './operation.ts';
import type { StackRecord } from './store/records.ts';
import type { Rows } from './store/stack-store.ts';

/** A stack by name or ARN; deleted ones are found by their ARN only. */
export async function findStack(
  { account, region }: Pick<CloudformationCall, 'account' | 'region'>,
  { stacks }: Pick<Rows, 'stacks'>,
  nameOrId: string,
): Promise<StackRecord | null> {
  if (!nameOrId.startsWith('arn:')) return stacks.byName({ account, region }, nameOrId);
  const stack = await stacks.byId(nameOrId);
  return stack?.account === account && stack.region === region ? stack : null;
}

/** @throws ValidationError, as `missing` words it */
export async function stackNamed(
  call: CloudformationCall,
  nameOrId: string,
  missing: (name: string) => Error = noStackWithId,
): Promise<StackRecord> {
  const stack = await call.service.store.read((rows) => findStack(call, rows, nameOrId));
  if (!stack) throw missing(nameOrId);
  return stack;
}
