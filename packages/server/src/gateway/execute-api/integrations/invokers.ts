import type { Clock } from '../../../kernel/clock.ts';
import { AwsError } from '../../../kernel/errors.ts';
import { parseArn } from '../../../kernel/arn.ts';
import type { AwsClients, Principal, Scope } from '../../../services/service.ts';
import { GatewayFault } from '../fault.ts';

/** Half of the shortest session that STS gives: a role that trusts API Gateway no longer is noticed this late. */
const KEEP_MS = 450_000;
/** `credentials` that stand for the caller's own. */
const CALLER = 'arn:aws:iam::*:user/*';

export interface Invoker extends Scope {
  /** An integration's or authorizer's `credentials`; without them API Gateway invokes as itself. */
  readonly credentials?: string | undefined;
  readonly caller: Principal;
  readonly sourceArn: string;
}

/** As whom functions are invoked: as API Gateway, as a role that trusts it, or as the caller. */
export class Invokers {
  readonly #aws: (scope: Scope, principal: Principal) => AwsClients;
  readonly #clock: Clock;
  readonly #sessions = new Map<string, { readonly principal: Principal; readonly until: number }>();

  constructor(aws: (scope: Scope, principal: Principal) => AwsClients, clock: Clock) {
    this.#aws = aws;
    this.#clock = clock;
  }

  async clients(invoker: Invoker): Promise<AwsClients> {
    const { account, region, credentials, caller, sourceArn } = invoker;
    const itself: Principal = { kind: 'service', name: 'apigateway.amazonaws.com', sourceArn, sourceAccount: account };
    if (!credentials) return this.#aws({ account, region }, itself);
    if (credentials === CALLER) return this.#aws({ account, region }, caller);
    return this.#aws({ account, region }, await this.#assume({ account, region }, itself, credentials));
  }

  async #assume(scope: Scope, itself: Principal, roleArn: string): Promise<Principal> {
    const known = this.#sessions.get(roleArn);
    if (known && known.until > this.#clock.now()) return known.principal;
    const session = { RoleArn: roleArn, RoleSessionName: 'BackplaneAssumeRoleSession' };
    const { AssumedRoleUser: user } = await this.#aws(scope, itself).sts.AssumeRole(session).catch(untrusted);
    const { Arn: arn = '', AssumedRoleId: userId = '' } = user ?? {};
    const principal: Principal = { kind: 'identity', account: parseArn(arn)?.account ?? scope.account, arn, userId };
    this.#sessions.set(roleArn, { principal, until: this.#clock.now() + KEEP_MS });
    return principal;
  }
}

function untrusted(cause: unknown): never {
  throw cause instanceof AwsError ? new GatewayFault('API_CONFIGURATION_ERROR', { cause }) : cause;
}
