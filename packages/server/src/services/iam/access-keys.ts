import { noSuchEntity } from './errors.ts';
import { principalNamed } from './principals.ts';
import type { IamRows } from './store.ts';
import type { AccessKeyRow } from './tables.ts';

/** A user's own key. Throws NoSuchEntity when the user does not exist or the key is not theirs. */
export async function accessKeyOf(rows: IamRows, userName: string, accessKeyId: string): Promise<AccessKeyRow> {
  const user = await principalNamed(rows, 'user', userName);
  const key = await rows.accessKey(accessKeyId);
  if (key?.userId !== user.id) throw noAccessKey(accessKeyId);
  return key;
}

export function noAccessKey(accessKeyId: string) {
  return noSuchEntity(`The Access Key with id ${accessKeyId} cannot be found.`);
}
