import type { AwsError } from '../kernel/errors.ts';
import type { WireRequest, WireResponse } from './wire.ts';

/** What one service's model compiles to: it finds the operation of a request and translates both ways. */
export interface ServiceCodec {
  readonly service: string;
  /**
   * The operation that a request means under one of the service's protocols; throws AWS's error for an unknown one.
   * Await it: a query-protocol caller names its operation in the body.
   */
  match(request: WireRequest): Match | Promise<Match>;
  /** Answers a request that no Match exists for (not authenticated, unknown operation), in the protocol it looks like. */
  refuse(request: WireRequest, error: AwsError, requestId: string): WireResponse;
  /** Every operation in the model, implemented or not. */
  readonly operations: readonly string[];
  /** Checks an input of the inner door as the readers check the outer one's; throws the same errors. */
  check(operation: string, input: unknown): void;
}

/** A recognised operation together with the protocol its caller speaks. */
export interface Match {
  readonly operation: string;
  readonly protocol: ProtocolName;
  /** Reads the strictly checked input. Errors are AWS's, for the protocol. */
  read(): Promise<Record<string, unknown>>;
  write(output: Record<string, unknown>, requestId: string): WireResponse;
  renderError(error: AwsError, requestId: string): WireResponse;
}

export type ProtocolName = 'aws-json-1.0' | 'aws-json-1.1' | 'aws-query' | 'rest-json' | 'rest-xml' | 'rpc-cbor';
