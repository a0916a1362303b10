import type { LoadTarget } from '../load/load-target.ts';
import type { AwsApi } from './aws-api.ts';

export const PEER_NAMES = [
  'Hearth',
  'bare node',
  'relay',
  'pipelined child',
  'serverless-offline',
  's3rver',
  'ministack',
  'trivial server',
  'tool alone',
] as const;
export type PeerName = (typeof PEER_NAMES)[number];

/** Somebody who can be measured: fetched once, started as often as asked, always as its users start it. */
export interface Peer {
  readonly name: PeerName;
  /** For the report: what it is, with its version. */
  readonly about: string;
  /** @throws when it cannot be had on this machine */
  install(): Promise<void>;
  /** A fresh process without state from before, once it answers its first request. */
  start(): Promise<RunningPeer>;
}

export interface RunningPeer {
  readonly pid: number;
  readonly endpoint: string;
  /** From spawning the process to the first answered request. */
  readonly startMs: number;
  /** What it can do of that which is measured. Each makes what it needs, then says where to send what. */
  readonly offers: Offers;
  stop(): Promise<void>;
}

export interface Offers {
  /** A function that answers with its event. */
  readonly invoke?: () => Promise<LoadTarget>;
  /** A function that answers with its event's body, behind `POST` of a REST API. */
  readonly http?: () => Promise<LoadTarget>;
  /** Objects of 10 KB. */
  readonly s3?: () => Promise<{ readonly put: LoadTarget; readonly get: LoadTarget }>;
  /** PutLogEvents, `linesPerBatch` lines each. */
  readonly logs?: () => Promise<LoadTarget & { readonly linesPerBatch: number }>;
  /** AWS's control plane, when it has one. */
  readonly aws?: AwsApi;
}
