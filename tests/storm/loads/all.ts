import { Ledger, type LedgerOptions } from '../kit/ledger.ts';
import type { Load } from '../kit/load.ts';
import { ApiGatewayLoad } from './apigateway.ts';
import { AsyncEventsLoad } from './async-events.ts';
import { CloudFormationLoad } from './cloudformation.ts';
import { IamLoad } from './iam.ts';
import { LambdaLoad } from './lambda.ts';
import { LogsLoad } from './logs.ts';
import { S3Load } from './s3.ts';

export interface LoadsOptions extends LedgerOptions {
  /** Work that goes on after its answer (the code of functions, stacks) may end as failed: on a full disk. */
  readonly workMayFail?: boolean;
}

/** Every service at once, each with a ledger of its own. */
export function allLoads({ workMayFail = false, ...options }: LoadsOptions = {}): readonly Load[] {
  const kinds = [LambdaLoad, AsyncEventsLoad, IamLoad, LogsLoad, S3Load, ApiGatewayLoad, CloudFormationLoad];
  return kinds.map((kind) => new kind(new Ledger(options), workMayFail));
}

/** How many changes the loads' callers were told to have happened. */
export function acknowledgedBy(loads: readonly Load[]): number {
  return loads.reduce((sum, load) => sum + load.ledger.acknowledged, 0);
}
