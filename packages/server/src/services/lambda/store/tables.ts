/** Every table is separated by account and region. Times are epoch milliseconds, JSON is text. */
export interface LambdaTables {
  lambda_functions: FunctionRow;
  lambda_versions: VersionRow;
  lambda_aliases: AliasRow;
  lambda_policies: PolicyRow;
  lambda_layer_versions: LayerVersionRow;
  lambda_counters: CounterRow;
}

interface ScopeColumns {
  account: string;
  region: string;
}

export interface FunctionRow extends ScopeColumns {
  name: string;
  tags: string;
  /** Null: unreserved. */
  reserved_concurrency: number | null;
  /** Grows with every write that changes what an invocation finds; caches compare it. */
  change_number: number;
  /** Null: never. Written in batches, so it may lag. */
  last_invoked_at: number | null;
}

export interface VersionRow extends ScopeColumns {
  name: string;
  version: string;
  /** 0 for $LATEST: the order of lists. */
  number: number;
  definition_id: string;
  definition: string;
  /** Sealed JSON; null without variables. */
  environment: Uint8Array | null;
  previous_id: string | null;
  previous_definition: string | null;
  previous_environment: Uint8Array | null;
  code_size: number;
  revision_id: string;
  last_modified: number;
  state: string;
  state_reason: string | null;
  state_reason_code: string | null;
  update_status: string | null;
  update_reason: string | null;
  update_reason_code: string | null;
}

export interface AliasRow extends ScopeColumns {
  function_name: string;
  name: string;
  description: string;
  version: string;
  second_version: string | null;
  second_weight: number | null;
  revision_id: string;
}

export interface PolicyRow extends ScopeColumns {
  function_name: string;
  /** Empty for the function itself. */
  qualifier: string;
  statements: string;
}

export interface LayerVersionRow extends ScopeColumns {
  name: string;
  version: number;
  description: string;
  license: string | null;
  runtimes: string;
  architectures: string;
  sha256: string;
  size: number;
  unzipped_size: number;
  created_at: number;
  statements: string;
  policy_revision: string | null;
}

/** The last number given to a function's or layer's versions; outlives both. */
export interface CounterRow extends ScopeColumns {
  kind: 'function' | 'layer';
  name: string;
  last: number;
}
