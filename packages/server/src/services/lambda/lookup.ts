import type { Kysely } from 'kysely';
import {
  accessDenied,
  conflict,
  functionNotFound,
  invalidParameter,
  resourceDoesNotExist,
  staleRevision,
} from './errors.ts';
import type { FunctionVersion, LayerReference } from './function-version.ts';
import type { LambdaCall } from './operation.ts';
import {
  type FunctionReference,
  functionArn,
  isVersion,
  parseFunctionReference,
  qualifiedArn,
} from './rules/function-names.ts';
import { layerVersionArn, type LayerVersionReference, readLayerArns } from './rules/layer-references.ts';
import { isAllowed } from './rules/permission-evaluation.ts';
import { findAlias } from './store/aliases.ts';
import { findFunction, type FunctionRecord } from './store/functions.ts';
import { findLayerVersion, type LayerVersion } from './store/layers.ts';
import type { LambdaTables } from './store/tables.ts';

type Db = Kysely<LambdaTables>;

/** The function a control-plane call is about: always the caller's own account's. */
export function ownFunction(call: LambdaCall, name: string | undefined, qualifier?: string): FunctionReference {
  const reference = parseFunctionReference(call, name!, qualifier);
  if (reference.account !== call.account) throw accessDenied();
  return reference;
}

export async function requireFunction(db: Db, reference: FunctionReference): Promise<FunctionRecord> {
  const record = await findFunction(db, reference);
  if (!record) throw functionNotFound(qualifiedArn(reference));
  return record;
}

/** The version that a reference means: $LATEST without a qualifier, an alias's own version. */
export async function requireVersion(call: LambdaCall, db: Db, reference: FunctionReference): Promise<FunctionVersion> {
  const qualifier = reference.qualifier ?? '$LATEST';
  const alias = isVersion(qualifier) ? null : await findAlias(db, reference, qualifier);
  const version = await call.service.versions.find(db, reference, alias?.version ?? qualifier);
  if (!version) throw functionNotFound(qualifiedArn(reference));
  return version;
}

/** What updates and publications are about, whatever qualifier came with the name. */
export function requireLatest(
  call: LambdaCall,
  db: Db,
  { account, region, name }: FunctionReference,
): Promise<FunctionVersion> {
  return requireVersion(call, db, { account, region, name });
}

/** Nothing may change a function that is being created or updated. */
export function requireSettled(version: FunctionVersion): void {
  if (version.state.value === 'Pending') {
    throw conflict(
      'The operation cannot be performed at this time. The function is currently in the following state: Pending',
    );
  }
  if (version.lastUpdate?.value === 'InProgress') {
    throw conflict(
      `The operation cannot be performed at this time. An update is in progress for resource: ${functionArn(version)}`,
    );
  }
}

export function requireRevision(
  given: string | undefined,
  current: string | null,
  source: Parameters<typeof staleRevision>[0] = 'GetFunction/GetAlias',
): void {
  if (given !== undefined && given !== current) throw staleRevision(source);
}

/** Throws for versions that do not exist and for other accounts' that no layer policy opens to the caller. */
export async function requireLayerVersion(
  call: LambdaCall,
  db: Db,
  reference: LayerVersionReference,
  missing = resourceDoesNotExist(),
): Promise<LayerVersion> {
  const layer = reference.region === call.region ? await findLayerVersion(db, reference, reference.version) : null;
  if (reference.account !== call.account && !(layer && opens(layer, call))) {
    const why = 'because no resource-based policy allows the lambda:GetLayerVersion action';
    throw accessDenied(
      `User: ${callerOf(call)} is not authorized to perform: lambda:GetLayerVersion on resource: ${layerVersionArn(reference)} ${why}`,
    );
  }
  if (!layer) throw missing;
  return layer;
}

/** A function's `Layers`, in their order. */
export async function resolveLayers(call: LambdaCall, db: Db, arns: readonly string[]): Promise<LayerReference[]> {
  const layers: LayerReference[] = [];
  for (const reference of readLayerArns(call, arns)) {
    const arn = layerVersionArn(reference);
    const layer = await requireLayerVersion(
      call,
      db,
      reference,
      invalidParameter(`Layer version ${arn} does not exist.`),
    );
    layers.push({ arn, ...layer.content });
  }
  return layers;
}

/** A layer is shared with accounts, so an unsigned caller counts as its account. */
function opens(layer: LayerVersion, call: LambdaCall): boolean {
  const principal =
    call.principal.kind === 'identity'
      ? call.principal
      : { kind: 'identity' as const, account: call.account, arn: callerOf(call), userId: call.account };
  return isAllowed(layer.statements, { principal, action: 'lambda:GetLayerVersion', values: {} });
}

function callerOf({ principal, account }: LambdaCall): string {
  if (principal.kind === 'identity') return principal.arn;
  return principal.kind === 'service' ? principal.name : `arn:aws:iam::${account}:root`;
}
