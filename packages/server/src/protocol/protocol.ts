import type { AwsError } from '../kernel/errors.ts';
import type { ProtocolName } from './codec.ts';
import type { WireRequest, WireResponse } from './wire.ts';

/** One service's model, compiled for one protocol. Every protocol's folder has one of these in `protocol.ts`. */
export interface Protocol {
  readonly name: ProtocolName;
  /** Whether the request is written in this protocol; the service's last protocol is not asked. */
  claims(request: WireRequest): boolean;
  /** The operation that is meant; throws UnknownOperationException. */
  match(request: WireRequest): Recognised | Promise<Recognised>;
  write(operation: string, output: Readonly<Record<string, unknown>>, requestId: string): WireResponse;
  renderError(error: AwsError, requestId: string, request: WireRequest): WireResponse;
}

export interface Recognised {
  readonly operation: string;
  /** Types are checked, constraints are not. */
  readonly read: () => Promise<Record<string, unknown>>;
}
