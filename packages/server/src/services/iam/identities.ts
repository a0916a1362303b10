import type { Clock } from '../../kernel/clock.ts';
import { parseArn } from '../../kernel/arn.ts';
import type { Sealer } from '../../kernel/sealer.ts';
import { findAwsPolicy } from './rules/aws-managed-policies.ts';
import type { IamRows, IamStore } from './store.ts';
import type { PrincipalRow } from './tables.ts';

/** What the gateway needs to authenticate and authorise, and the engine to know a function's role. */
export interface Identities {
  /** The user behind a long-term key (`AKIA…`), active or not; null when no account has it. */
  findAccessKey(accessKeyId: string): Promise<AccessKeyIdentity | null>;
  /** Null when the account has no role of that ARN. */
  findRole(account: string, arn: string): Promise<RoleIdentity | null>;
  /** The identity policies of a user (its groups' included), a role, or a role's session; empty for an unknown one. */
  identityPolicies(arn: string): Promise<readonly IdentityPolicy[]>;
  /** Keeps GetAccessKeyLastUsed true. Cheap to call for every request: it writes at most once a minute for each key. */
  recordKeyUse(accessKeyId: string, use: { readonly service: string; readonly region: string }): Promise<void>;
  /** Keeps RoleLastUsed true, in the same way. */
  recordRoleUse(roleArn: string, region: string): Promise<void>;
}

export interface AccessKeyIdentity {
  readonly account: string;
  readonly userArn: string;
  readonly userId: string;
  readonly userName: string;
  readonly secretAccessKey: string;
  readonly active: boolean;
}

export interface RoleIdentity {
  readonly account: string;
  readonly arn: string;
  readonly roleId: string;
  readonly roleName: string;
  /** JSON text. */
  readonly trustPolicy: string;
  readonly maxSessionSeconds: number;
}

export interface IdentityPolicy {
  readonly name: string;
  /** Managed policies only. */
  readonly arn?: string;
  /** JSON text. */
  readonly document: string;
}

/** AWS refreshes "last used" with a delay of minutes to hours (IAM user guide, "Last accessed information"). */
const USE_GRANULARITY_MS = 60_000;

export function identitiesIn(store: IamStore, sealer: Sealer, clock: Clock): Identities {
  const recent = new RecentUses(clock);
  return {
    findAccessKey: (accessKeyId) => findAccessKey(store, sealer, accessKeyId),
    findRole: (account, arn) => findRole(store, account, arn),
    identityPolicies: (arn) => identityPolicies(store, arn),
    async recordKeyUse(accessKeyId, { service, region }) {
      if (!recent.isNew(accessKeyId)) return;
      const owner = await store.accessKeyOwner(accessKeyId);
      if (!owner) return;
      const used = { lastUsedAt: clock.now(), lastUsedService: service, lastUsedRegion: region };
      await store.write(owner.account, (rows) => rows.updateAccessKey(accessKeyId, used));
    },
    async recordRoleUse(roleArn, region) {
      if (!recent.isNew(roleArn)) return;
      const used = { lastUsedAt: clock.now(), lastUsedRegion: region };
      await store.write(accountOf(roleArn), async (rows) => {
        const role = await principalOf(rows, roleArn);
        if (role) await rows.updatePrincipal(role.id, used);
      });
    },
  };
}

/** The secret of an access key, sealed to its id so that it cannot be moved to another row. */
export function sealSecret(sealer: Sealer, accessKeyId: string, secretAccessKey: string): Buffer {
  return sealer.seal(secretAccessKey, secretContext(accessKeyId));
}

async function findAccessKey(store: IamStore, sealer: Sealer, accessKeyId: string): Promise<AccessKeyIdentity | null> {
  const owner = await store.accessKeyOwner(accessKeyId);
  if (!owner) return null;
  const found = await store.read(owner.account, async (rows) => {
    const key = await rows.accessKey(accessKeyId);
    const user = key && (await rows.principalById(key.userId));
    return key && user ? { key, user } : null;
  });
  return (
    found && {
      account: owner.account,
      userArn: found.user.arn,
      userId: found.user.id,
      userName: found.user.name,
      secretAccessKey: sealer.open(found.key.secret, secretContext(accessKeyId)).toString(),
      active: found.key.status === 'Active',
    }
  );
}

async function findRole(store: IamStore, account: string, arn: string): Promise<RoleIdentity | null> {
  const role = await store.read(account, (rows) => principalOf(rows, arn));
  if (role?.kind !== 'role' || role.arn !== arn) return null;
  return {
    account,
    arn: role.arn,
    roleId: role.id,
    roleName: role.name,
    trustPolicy: role.trustPolicy!,
    maxSessionSeconds: role.maxSessionSeconds!,
  };
}

function identityPolicies(store: IamStore, arn: string): Promise<readonly IdentityPolicy[]> {
  return store.read(accountOf(arn), async (rows) => {
    const principal = await principalOf(rows, arn);
    if (!principal) return [];
    const groups = principal.kind === 'user' ? await rows.members({ userId: principal.id }) : [];
    const policies: IdentityPolicy[] = [];
    for (const { id } of [principal, ...groups]) {
      policies.push(...(await rows.inlinePolicies(id)).map(({ name, document }) => ({ name, document })));
      for (const attached of await rows.attachments(id)) policies.push(await managedPolicy(rows, attached));
    }
    return policies;
  });
}

async function managedPolicy(
  rows: IamRows,
  attached: { policyArn: string; policyName: string },
): Promise<IdentityPolicy> {
  const { policyArn: arn, policyName: name } = attached;
  const aws = findAwsPolicy(arn);
  if (aws) return { name, arn, document: JSON.stringify(aws.document) };
  const policy = await rows.policyByName(name);
  const versions = await rows.policyVersions(policy!.id);
  return { name, arn, document: versions.find(({ version }) => version === policy!.defaultVersion)!.document };
}

/** `user/path/name`, `role/path/name`, `assumed-role/name/session` (a session's ARN leaves the path out). */
async function principalOf(rows: IamRows, arn: string): Promise<PrincipalRow | undefined> {
  const [type, ...rest] = parseArn(arn)?.resource.split('/') ?? [];
  if (type === 'assumed-role') return rows.principal('role', rest[0] ?? '');
  if (type !== 'role' && type !== 'user') return undefined;
  const found = await rows.principal(type, rest.at(-1) ?? '');
  return found?.arn === arn ? found : undefined;
}

function accountOf(arn: string): string {
  return parseArn(arn)?.account ?? '';
}

function secretContext(accessKeyId: string): string {
  return `iam-access-key:${accessKeyId}`;
}

/** Remembers when a use was last written, so that the same one is not written again at once. */
class RecentUses {
  readonly #clock: Clock;
  readonly #written = new Map<string, number>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  isNew(name: string): boolean {
    const now = this.#clock.now();
    if (now - (this.#written.get(name) ?? -Infinity) < USE_GRANULARITY_MS) return false;
    this.#written.set(name, now);
    return true;
  }
}
