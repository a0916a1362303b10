import type { Logger } from '../kernel/logger.ts';
import type { PresentedCredential } from '../protocol/sigv4/credential.ts';
import type { IssuedCredential } from './credentials.ts';

/** Where IAM keeps when its keys and roles were used last. */
export interface UseRecord {
  recordKeyUse(accessKeyId: string, use: { readonly service: string; readonly region: string }): Promise<void>;
  recordRoleUse(roleArn: string, region: string): Promise<void>;
}

export type NoteUse = (credential: PresentedCredential, issued: IssuedCredential) => Promise<void>;

/** Keeps GetAccessKeyLastUsed and RoleLastUsed true. Never rejects: the request is none the worse without. */
export function noteUseIn(find: () => Promise<UseRecord>, logger: Logger): NoteUse {
  return async ({ accessKeyId, service, region }, { roleArn }) => {
    try {
      const record = await find();
      // SigV2 names neither service nor region; only S3 has it.
      if (accessKeyId.startsWith('AKIA')) await record.recordKeyUse(accessKeyId, { service: service || 's3', region });
      else if (roleArn !== undefined) await record.recordRoleUse(roleArn, region);
    } catch (cause) {
      logger.warn('the use of a credential was not recorded', { accessKeyId, cause });
    }
  };
}
