import type {
  DeleteQueryBuilder,
  DeleteResult,
  Kysely,
  SelectQueryBuilder,
  UpdateQueryBuilder,
  UpdateResult,
} from 'kysely';
import type { Storage } from '../../storage/storage.ts';
import type {
  AccessKeyRow,
  IamTables,
  InlinePolicyRow,
  Owned,
  PolicyRow,
  PolicyVersionRow,
  PrincipalKind,
  PrincipalRow,
  TagRow,
} from './tables.ts';

/** IAM's tables, one account at a time. IAM is global: regions play no part. */
export class IamStore {
  readonly #storage: Storage;

  constructor(storage: Storage) {
    this.#storage = storage;
  }

  read<Result>(account: string, unit: (rows: IamRows) => Promise<Result>): Promise<Result> {
    return this.#storage.read<IamTables, Result>((db) => unit(new IamRows(db, account)));
  }

  write<Result>(account: string, unit: (rows: IamRows) => Promise<Result>): Promise<Result> {
    return this.#storage.write<IamTables, Result>((tx) => unit(new IamRows(tx, account)));
  }

  /** Access key ids are unique across accounts. */
  accessKeyOwner(accessKeyId: string): Promise<{ account: string } | undefined> {
    return this.#storage.read<IamTables, { account: string } | undefined>((db) =>
      db.selectFrom('iamAccessKeys').select('account').where('accessKeyId', '=', accessKeyId).executeTakeFirst(),
    );
  }
}

/** One account's rows within one unit. Lists come in no order but tags, which come by key. */
export class IamRows {
  readonly #db: Kysely<IamTables>;
  readonly #account: string;

  constructor(db: Kysely<IamTables>, account: string) {
    this.#db = db;
    this.#account = account;
  }

  principal(kind: PrincipalKind, name: string): Promise<PrincipalRow | undefined> {
    return this.#from('iamPrincipals')
      .selectAll()
      .where('kind', '=', kind)
      .where('nameKey', '=', name.toLowerCase())
      .executeTakeFirst();
  }

  principalById(id: string): Promise<PrincipalRow | undefined> {
    return this.#from('iamPrincipals').selectAll().where('id', '=', id).executeTakeFirst();
  }

  principals(kind: PrincipalKind): Promise<PrincipalRow[]> {
    return this.#from('iamPrincipals').selectAll().where('kind', '=', kind).execute();
  }

  async insertPrincipal(row: PrincipalRow): Promise<void> {
    await this.#insert('iamPrincipals', row);
  }

  async updatePrincipal(id: string, change: Partial<PrincipalRow>): Promise<void> {
    await this.#update('iamPrincipals').set(change).where('id', '=', id).execute();
  }

  /** Removes its tags too; policies, keys and memberships must be gone already. */
  async deletePrincipal(id: string): Promise<void> {
    await this.#deleteFrom('iamTags').where('ownerId', '=', id).execute();
    await this.#deleteFrom('iamPrincipals').where('id', '=', id).execute();
  }

  tags(ownerId: string): Promise<TagRow[]> {
    return this.#from('iamTags').selectAll().where('ownerId', '=', ownerId).orderBy('key').execute();
  }

  /** Adds or replaces. */
  async putTags(ownerId: string, tags: readonly { Key: string; Value: string }[]): Promise<void> {
    for (const { Key: key, Value: value } of tags) {
      await this.#db
        .insertInto('iamTags')
        .values({ account: this.#account, ownerId, keyFold: key.toLowerCase(), key, value })
        .onConflict((conflict) => conflict.columns(['account', 'ownerId', 'keyFold']).doUpdateSet({ key, value }))
        .execute();
    }
  }

  async deleteTags(ownerId: string, keys: readonly string[]): Promise<void> {
    if (keys.length === 0) return;
    const folded = keys.map((key) => key.toLowerCase());
    await this.#deleteFrom('iamTags').where('ownerId', '=', ownerId).where('keyFold', 'in', folded).execute();
  }

  inlinePolicies(principalId: string): Promise<InlinePolicyRow[]> {
    return this.#from('iamInlinePolicies').selectAll().where('principalId', '=', principalId).execute();
  }

  async putInlinePolicy(row: InlinePolicyRow): Promise<void> {
    await this.#db
      .insertInto('iamInlinePolicies')
      .values({ ...row, account: this.#account })
      .onConflict((conflict) =>
        conflict.columns(['account', 'principalId', 'name']).doUpdateSet({ document: row.document }),
      )
      .execute();
  }

  /** False when there was none. */
  async deleteInlinePolicy(principalId: string, name: string): Promise<boolean> {
    const { numDeletedRows } = await this.#deleteFrom('iamInlinePolicies')
      .where('principalId', '=', principalId)
      .where('name', '=', name)
      .executeTakeFirst();
    return Number(numDeletedRows) > 0;
  }

  attachments(principalId: string): Promise<{ policyArn: string; policyName: string }[]> {
    const mine = this.#from('iamAttachments').where('principalId', '=', principalId);
    return mine.select(['policyArn', 'policyName']).execute();
  }

  /** Attaching twice is attaching once. */
  async attach(principalId: string, policyArn: string, policyName: string): Promise<void> {
    await this.#db
      .insertInto('iamAttachments')
      .values({ account: this.#account, principalId, policyArn, policyName })
      .onConflict((conflict) => conflict.doNothing())
      .execute();
  }

  /** False when it was not attached. */
  async detach(principalId: string, policyArn: string): Promise<boolean> {
    const { numDeletedRows } = await this.#deleteFrom('iamAttachments')
      .where('principalId', '=', principalId)
      .where('policyArn', '=', policyArn)
      .executeTakeFirst();
    return Number(numDeletedRows) > 0;
  }

  /** Whom each policy is attached to: one pair for every attachment. */
  allAttachments(): Promise<{ policyArn: string; principalId: string }[]> {
    return this.#from('iamAttachments').select(['policyArn', 'principalId']).execute();
  }

  attachedTo(policyArn: string): Promise<PrincipalRow[]> {
    return this.#db
      .selectFrom('iamAttachments')
      .innerJoin('iamPrincipals', (join) =>
        join
          .onRef('iamPrincipals.account', '=', 'iamAttachments.account')
          .onRef('iamPrincipals.id', '=', 'iamAttachments.principalId'),
      )
      .selectAll('iamPrincipals')
      .where('iamAttachments.account', '=', this.#account)
      .where('iamAttachments.policyArn', '=', policyArn)
      .execute();
  }

  policyByName(name: string): Promise<PolicyRow | undefined> {
    return this.#from('iamPolicies').selectAll().where('nameKey', '=', name.toLowerCase()).executeTakeFirst();
  }

  policies(): Promise<PolicyRow[]> {
    return this.#from('iamPolicies').selectAll().execute();
  }

  async insertPolicy(row: PolicyRow): Promise<void> {
    await this.#insert('iamPolicies', row);
  }

  async updatePolicy(id: string, change: Partial<PolicyRow>): Promise<void> {
    await this.#update('iamPolicies').set(change).where('id', '=', id).execute();
  }

  /** With its tags and versions. */
  async deletePolicy(id: string): Promise<void> {
    await this.#deleteFrom('iamTags').where('ownerId', '=', id).execute();
    await this.#deleteFrom('iamPolicyVersions').where('policyId', '=', id).execute();
    await this.#deleteFrom('iamPolicies').where('id', '=', id).execute();
  }

  policyVersions(policyId: string): Promise<PolicyVersionRow[]> {
    return this.#from('iamPolicyVersions').selectAll().where('policyId', '=', policyId).execute();
  }

  async countPolicyVersions(): Promise<number> {
    const row = await this.#from('iamPolicyVersions')
      .select((build) => build.fn.countAll().as('count'))
      .executeTakeFirstOrThrow();
    return Number(row.count);
  }

  async insertPolicyVersion(row: PolicyVersionRow): Promise<void> {
    await this.#insert('iamPolicyVersions', row);
  }

  async deletePolicyVersion(policyId: string, version: number): Promise<void> {
    const versions = this.#deleteFrom('iamPolicyVersions').where('policyId', '=', policyId);
    await versions.where('version', '=', version).execute();
  }

  accessKey(accessKeyId: string): Promise<AccessKeyRow | undefined> {
    return this.#from('iamAccessKeys').selectAll().where('accessKeyId', '=', accessKeyId).executeTakeFirst();
  }

  accessKeys(userId: string): Promise<AccessKeyRow[]> {
    return this.#from('iamAccessKeys').selectAll().where('userId', '=', userId).execute();
  }

  async insertAccessKey(row: AccessKeyRow): Promise<void> {
    await this.#insert('iamAccessKeys', row);
  }

  async updateAccessKey(accessKeyId: string, change: Partial<AccessKeyRow>): Promise<void> {
    await this.#update('iamAccessKeys').set(change).where('accessKeyId', '=', accessKeyId).execute();
  }

  async deleteAccessKey(accessKeyId: string): Promise<void> {
    await this.#deleteFrom('iamAccessKeys').where('accessKeyId', '=', accessKeyId).execute();
  }

  /** A group's users or a user's groups. */
  members(of: { groupId: string } | { userId: string }): Promise<PrincipalRow[]> {
    const [mine, theirs, id] =
      'groupId' in of ? (['groupId', 'userId', of.groupId] as const) : (['userId', 'groupId', of.userId] as const);
    return this.#from('iamPrincipals')
      .selectAll()
      .where('id', 'in', this.#from('iamMemberships').select(theirs).where(mine, '=', id))
      .execute();
  }

  async addMember(groupId: string, userId: string): Promise<void> {
    await this.#db
      .insertInto('iamMemberships')
      .values({ account: this.#account, groupId, userId })
      .onConflict((conflict) => conflict.doNothing())
      .execute();
  }

  async removeMember(groupId: string, userId: string): Promise<void> {
    await this.#deleteFrom('iamMemberships').where('groupId', '=', groupId).where('userId', '=', userId).execute();
  }

  async alias(): Promise<string | undefined> {
    return (await this.#from('iamAccountAliases').select('alias').executeTakeFirst())?.alias;
  }

  /** The account that an alias names: aliases are unique across accounts. */
  async aliasOwner(alias: string): Promise<string | undefined> {
    return (
      await this.#db.selectFrom('iamAccountAliases').select('account').where('alias', '=', alias).executeTakeFirst()
    )?.account;
  }

  /** Replaces the one before: an account has at most one. */
  async setAlias(alias: string): Promise<void> {
    await this.deleteAlias();
    await this.#db.insertInto('iamAccountAliases').values({ account: this.#account, alias }).execute();
  }

  async deleteAlias(): Promise<void> {
    await this.#deleteFrom('iamAccountAliases').execute();
  }

  #from<Table extends keyof IamTables>(table: Table) {
    const query = this.#db.selectFrom(table as 'iamPrincipals').where('account', '=', this.#account);
    return query as unknown as SelectQueryBuilder<IamTables, Table, object>;
  }

  #update<Table extends keyof IamTables>(table: Table) {
    const query = this.#db.updateTable(table as 'iamPrincipals').where('account', '=', this.#account);
    return query as unknown as UpdateQueryBuilder<IamTables, Table, Table, UpdateResult>;
  }

  async #insert<Table extends keyof IamTables>(table: Table, row: Omit<IamTables[Table], 'account'>): Promise<void> {
    const values = { ...row, account: this.#account } as unknown as PrincipalRow & Owned;
    const insertion = this.#db.insertInto(table as 'iamPrincipals').values(values);
    await insertion.execute();
  }

  #deleteFrom<Table extends keyof IamTables>(table: Table) {
    const query = this.#db.deleteFrom(table as 'iamPrincipals').where('account', '=', this.#account);
    return query as unknown as DeleteQueryBuilder<IamTables, Table, DeleteResult>;
  }
}
