import { orAbsent } from '../kit/absent.ts';
import { type Clients, clientsAt, type Credentials } from '../kit/clients.ts';
import type { Ledger } from '../kit/ledger.ts';
import type { Lane, Load } from '../kit/load.ts';

const TRUST = JSON.stringify({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: '*', Action: 'sts:AssumeRole' }],
});
const ANYONE_ROLE = 'storm-anyone';
const USER = 'storm-user';
const ABSENT = 'NoSuchEntityException';
/** AWS: two access keys a user. */
const KEYS_KEPT = 2;

interface Issued {
  readonly credentials: Credentials;
  readonly arn: string;
}

/** Roles that come, change and go; access keys and sessions that have to be believed after the fault. */
export class IamLoad implements Load {
  readonly name = 'iam';
  readonly lanes = 2;
  readonly ledger: Ledger;
  readonly #sessions: Issued[] = [];

  constructor(ledger: Ledger) {
    this.ledger = ledger;
  }

  async prepare({ iam }: Clients): Promise<void> {
    await iam.createRole({ RoleName: ANYONE_ROLE, AssumeRolePolicyDocument: TRUST });
    for (const lane of [0, 1]) await iam.createUser({ UserName: `${USER}-iam-${lane}` });
  }

  async step(clients: Clients, lane: Lane): Promise<void> {
    const action = lane.random.between(0, 9);
    if (action === 0) return this.#assume(clients, lane);
    if (action === 1) return this.#rotateKey(clients, lane);
    const name = `storm-${lane.name}-${lane.random.between(0, 3)}`;
    const description = this.ledger.now(`role ${name}`);
    if (description === null) return this.#create(clients, name, lane.mark());
    const policy = this.ledger.now(`policy ${name}`);
    if (action < 5) return this.#describe(clients, name, lane.mark());
    if (action < 8) return this.#putPolicy(clients, name, lane.mark());
    return policy === null ? this.#delete(clients, name) : this.#deletePolicy(clients, name);
  }

  async check(clients: Clients): Promise<readonly string[]> {
    const wrong: (string | null)[] = [];
    const { Roles = [] } = await clients.iam.listRoles({ MaxItems: 1000 });
    const listed = new Set(Roles.map((role) => role.RoleName));
    for (const key of this.ledger.keys('role ')) {
      const name = key.slice('role '.length);
      const role = await orAbsent(clients.iam.getRole({ RoleName: name }), ABSENT);
      wrong.push(this.ledger.check(key, role ? (role.Role?.Description ?? '') : null));
      if (listed.has(name) !== (role !== null))
        wrong.push(`role ${name} is ${role ? 'not listed' : 'listed but gone'}`);
      const asking = clients.iam.getRolePolicy({ RoleName: name, PolicyName: 'inline' });
      const policy = await orAbsent(asking, ABSENT);
      wrong.push(this.ledger.check(`policy ${name}`, policy ? markOf(policy.PolicyDocument ?? '') : null));
    }
    wrong.push(...(await this.#checkKeys(clients)), ...(await this.#checkSessions(clients)));
    return wrong.filter((it) => it !== null);
  }

  #create({ iam }: Clients, RoleName: string, Description: string): Promise<void> {
    return this.#attempt(`role ${RoleName}`, Description, () =>
      iam.createRole({ RoleName, AssumeRolePolicyDocument: TRUST, Description }),
    );
  }

  #describe({ iam }: Clients, RoleName: string, Description: string): Promise<void> {
    return this.#attempt(`role ${RoleName}`, Description, () => iam.updateRole({ RoleName, Description }));
  }

  #putPolicy({ iam }: Clients, RoleName: string, mark: string): Promise<void> {
    const Statement = [{ Effect: 'Allow', Action: 's3:GetObject', Resource: `arn:aws:s3:::${mark}/*` }];
    const PolicyDocument = JSON.stringify({ Version: '2012-10-17', Statement });
    return this.#attempt(`policy ${RoleName}`, mark, () =>
      iam.putRolePolicy({ RoleName, PolicyName: 'inline', PolicyDocument }),
    );
  }

  #deletePolicy({ iam }: Clients, RoleName: string): Promise<void> {
    return this.#attempt(`policy ${RoleName}`, null, () => iam.deleteRolePolicy({ RoleName, PolicyName: 'inline' }));
  }

  #delete({ iam }: Clients, RoleName: string): Promise<void> {
    return this.#attempt(`role ${RoleName}`, null, () => iam.deleteRole({ RoleName }));
  }

  async #rotateKey({ iam }: Clients, lane: Lane): Promise<void> {
    const UserName = `${USER}-${lane.name}`;
    const { AccessKeyMetadata = [] } = await iam.listAccessKeys({ UserName });
    const oldest = AccessKeyMetadata[0]?.AccessKeyId;
    if (AccessKeyMetadata.length >= KEYS_KEPT && oldest)
      return this.#attempt(`key ${oldest}`, null, () => iam.deleteAccessKey({ UserName, AccessKeyId: oldest }));
    const { AccessKey } = await this.ledger.attempt(`keys of ${UserName}`, null, () =>
      iam.createAccessKey({ UserName }),
    );
    const secret = `${UserName} ${AccessKey!.SecretAccessKey}`;
    this.ledger.record(`key ${AccessKey!.AccessKeyId}`, secret);
  }

  async #assume({ sts }: Clients, lane: Lane): Promise<void> {
    const RoleSessionName = lane.mark();
    const RoleArn = `arn:aws:iam::000000000000:role/${ANYONE_ROLE}`;
    const { Credentials, AssumedRoleUser } = await this.ledger.attempt(`session of ${lane.name}`, null, () =>
      sts.assumeRole({ RoleArn, RoleSessionName }),
    );
    const { AccessKeyId, SecretAccessKey, SessionToken } = Credentials!;
    const credentials = { accessKeyId: AccessKeyId!, secretAccessKey: SecretAccessKey!, sessionToken: SessionToken! };
    this.#sessions.push({ credentials, arn: AssumedRoleUser!.Arn! });
  }

  async #checkKeys({ endpoint }: Clients): Promise<(string | null)[]> {
    const wrong: (string | null)[] = [];
    for (const key of this.ledger.keys('key ')) {
      const allowed = [...this.ledger.allowed(key)].find((value) => value !== null);
      if (!allowed) continue;
      const [user, secretAccessKey] = allowed.split(' ') as [string, string];
      const arn = await whoIs(endpoint, { accessKeyId: key.slice('key '.length), secretAccessKey });
      wrong.push(this.ledger.check(key, arn?.endsWith(`:user/${user}`) ? allowed : null));
    }
    return wrong;
  }

  /** Of the last few: all of them would take longer than the storm. */
  async #checkSessions({ endpoint }: Clients): Promise<string[]> {
    const wrong: string[] = [];
    for (const { credentials, arn } of this.#sessions.splice(0).slice(-5)) {
      const found = await whoIs(endpoint, credentials);
      if (found !== arn) wrong.push(`the session of ${arn} is ${found ?? 'not believed'}`);
    }
    return wrong;
  }

  async #attempt(key: string, value: string | null, act: () => Promise<unknown>): Promise<void> {
    await this.ledger.attempt(key, value, act);
  }
}

function markOf(encoded: string): string {
  return /arn:aws:s3:::([^/]+)\//.exec(decodeURIComponent(encoded))?.[1] ?? '';
}

/** Null when these credentials are nobody's. */
async function whoIs(endpoint: string, credentials: Credentials): Promise<string | null> {
  const clients = clientsAt(endpoint, credentials);
  try {
    return (await clients.sts.getCallerIdentity({})).Arn ?? null;
  } catch (error) {
    if (error instanceof Error && /InvalidClientTokenId|InvalidAccessKeyId|UnrecognizedClient/.test(error.name))
      return null;
    throw error;
  } finally {
    clients.destroy();
  }
}
