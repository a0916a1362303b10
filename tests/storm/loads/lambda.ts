import type { GetFunctionConfigurationCommandOutput } from '@aws-sdk/client-lambda';
import type { Clients } from '../kit/clients.ts';
import { orAbsent } from '../kit/absent.ts';
import { eventually } from '../kit/eventually.ts';
import { nodeFunction, zipOf } from '../kit/function-code.ts';
import type { Ledger } from '../kit/ledger.ts';
import type { Lane, Load } from '../kit/load.ts';

const ABSENT = 'ResourceNotFoundException';
/** How long a function may be Pending or InProgress after a fault. */
const SETTLES_WITHIN_MS = 30_000;

/** Functions made, changed, published, given aliases and deleted. A value is `description code`. */
export class LambdaLoad implements Load {
  readonly name = 'lambda';
  readonly lanes = 2;
  readonly ledger: Ledger;

  readonly #mayFail: boolean;

  /** @param mayFail a function whose code could not be unpacked may be Failed: on a full disk */
  constructor(ledger: Ledger, mayFail: boolean) {
    this.ledger = ledger;
    this.#mayFail = mayFail;
  }

  async prepare(): Promise<void> {}

  async step(clients: Clients, lane: Lane): Promise<void> {
    const name = `storm-${lane.name}-${lane.random.between(0, 1)}`;
    const value = this.ledger.now(`function ${name}`);
    if (value === null) return this.#create(clients, name, lane.mark());
    const [description = '', code = ''] = value.split(' ');
    const mark = lane.mark();
    const action = lane.random.between(0, 11);
    if (action < 3) return this.#configure(clients, name, mark, code);
    if (action < 5) return this.#updateCode(clients, name, description, mark);
    if (action < 8) return this.#publish(clients, name);
    if (action < 11) return this.#alias(clients, name, mark);
    return this.#delete(clients, name);
  }

  async check(clients: Clients): Promise<readonly string[]> {
    const { Functions = [] } = await clients.lambda.listFunctions({});
    const listed = new Set(Functions.map((it) => it.FunctionName));
    const wrong: (string | null)[] = [];
    for (const key of this.ledger.keys('function ')) {
      const name = key.slice('function '.length);
      const value = await this.#settled(clients, name);
      wrong.push(this.ledger.check(key, value));
      if (listed.has(name) !== (value !== null)) wrong.push(`${key} is ${value === null ? 'listed' : 'not listed'}`);
      // A deletion that was cut off and happened took versions and aliases with it.
      if (value === null) this.#forgetParts(name);
      else wrong.push(...(await this.#checkParts(clients, name)));
    }
    return wrong.filter((it) => it !== null);
  }

  async #create({ lambda }: Clients, name: string, mark: string): Promise<void> {
    await this.ledger.attempt(`function ${name}`, `${mark} ${mark}`, () =>
      lambda.createFunction(nodeFunction(name, sourceOf(mark), { Description: mark })),
    );
  }

  async #configure({ lambda }: Clients, FunctionName: string, mark: string, code: string): Promise<void> {
    await this.ledger.attempt(`function ${FunctionName}`, `${mark} ${code}`, () =>
      lambda.updateFunctionConfiguration({ FunctionName, Description: mark }),
    );
  }

  async #updateCode({ lambda }: Clients, FunctionName: string, description: string, mark: string): Promise<void> {
    await this.ledger.attempt(`function ${FunctionName}`, `${description} ${mark}`, () =>
      lambda.updateFunctionCode({ FunctionName, ZipFile: zipOf(sourceOf(mark)) }),
    );
  }

  async #publish({ lambda }: Clients, FunctionName: string): Promise<void> {
    const publish = () => lambda.publishVersion({ FunctionName });
    const { Version, CodeSha256 } = await this.ledger.attempt(`publishing of ${FunctionName}`, null, publish);
    this.ledger.record(`version ${FunctionName} ${Version}`, CodeSha256!);
  }

  async #alias({ lambda }: Clients, FunctionName: string, mark: string): Promise<void> {
    const key = `alias ${FunctionName}`;
    const target = { FunctionName, Name: 'live', Description: mark };
    const versions = this.ledger.keys(`version ${FunctionName} `);
    const last = versions.at(-1)?.split(' ')[2];
    if (last === undefined) return;
    const value = `${mark} ${last}`;
    if (this.ledger.now(key) === null)
      await this.ledger.attempt(key, value, () => lambda.createAlias({ ...target, FunctionVersion: last }));
    else await this.ledger.attempt(key, value, () => lambda.updateAlias({ ...target, FunctionVersion: last }));
  }

  async #delete({ lambda }: Clients, FunctionName: string): Promise<void> {
    const key = `function ${FunctionName}`;
    await this.ledger.attempt(key, null, () => lambda.deleteFunction({ FunctionName }));
    this.#forgetParts(FunctionName);
  }

  #forgetParts(name: string): void {
    for (const key of this.ledger.keys(`version ${name} `)) this.ledger.forget(key);
    this.ledger.forget(`alias ${name}`);
  }

  /** Its value once nothing is pending, the code by running it. */
  async #settled({ lambda }: Clients, FunctionName: string): Promise<string | null> {
    let last: GetFunctionConfigurationCommandOutput | null = null;
    const isSettled = await eventually(async () => {
      last = await orAbsent(lambda.getFunctionConfiguration({ FunctionName }), ABSENT);
      return last?.State !== 'Pending' && last?.LastUpdateStatus !== 'InProgress';
    }, SETTLES_WITHIN_MS);
    const found = last as GetFunctionConfigurationCommandOutput | null;
    if (!found) return null;
    const { Description = '', State, StateReason, LastUpdateStatus, LastUpdateStatusReason } = found;
    if (isSettled && State === 'Active' && LastUpdateStatus === 'Successful') {
      const { Payload } = await lambda.invoke({ FunctionName });
      return `${Description} ${Payload!.transformToString().replaceAll('"', '')}`;
    }
    const told = `${State} (${StateReason ?? ''}), update ${LastUpdateStatus} (${LastUpdateStatusReason ?? ''})`;
    if (!isSettled || !this.#mayFail) return `${Description} is ${told}`;
    // Its code could not be unpacked then: the user is told so, and updates it again.
    return [...this.ledger.allowed(`function ${FunctionName}`)].find((it) => it?.startsWith(`${Description} `)) ?? told;
  }

  async #checkParts({ lambda }: Clients, FunctionName: string): Promise<(string | null)[]> {
    const wrong: (string | null)[] = [];
    const { Versions = [] } = await lambda.listVersionsByFunction({ FunctionName });
    const shas = new Map(Versions.map((it) => [it.Version!, it.CodeSha256!]));
    for (const key of this.ledger.keys(`version ${FunctionName} `))
      wrong.push(this.ledger.check(key, shas.get(key.split(' ')[2]!) ?? null));
    const alias = await orAbsent(lambda.getAlias({ FunctionName, Name: 'live' }), ABSENT);
    wrong.push(this.ledger.check(`alias ${FunctionName}`, alias && `${alias.Description} ${alias.FunctionVersion}`));
    if (alias && !shas.has(alias.FunctionVersion!))
      wrong.push(`alias of ${FunctionName} names a version that is not there`);
    return wrong;
  }
}

function sourceOf(mark: string): string {
  return `exports.handler = async () => ${JSON.stringify(mark)};`;
}
