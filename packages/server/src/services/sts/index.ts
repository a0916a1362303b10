import { defineService } from '../service.ts';
import type { StsState } from './operation.ts';
import { AssumeRole } from './operations/assume-role.ts';
import { GetAccessKeyInfo } from './operations/get-access-key-info.ts';
import { GetCallerIdentity } from './operations/get-caller-identity.ts';
import { GetFederationToken } from './operations/get-federation-token.ts';
import { GetSessionToken } from './operations/get-session-token.ts';

/** AWS Security Token Service: who calls, and temporary credentials. It has no tables. */
export const sts = defineService<'sts', StsState>({
  name: 'sts',
  migrations: [],
  operations: {
    AssumeRole,
    GetAccessKeyInfo,
    GetCallerIdentity,
    GetFederationToken,
    GetSessionToken,
  },
  start: () => null,
});
