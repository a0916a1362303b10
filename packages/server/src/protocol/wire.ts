/** A request as it came over HTTP, before anyone knows which service it is for. */
export interface WireRequest {
  readonly method: string;
  /** Percent-encoded, exactly as on the wire, without the query. Starts with `/`. */
  readonly path: string;
  /** Without the question mark; empty when there is none. */
  readonly query: string;
  /** Lower-case names; repeated headers joined with `, `. */
  readonly headers: Readonly<Record<string, string>>;
  /** Names and values in turn, as they came over HTTP: SigV4 and proxy events tell repeated headers from joined ones. */
  readonly rawHeaders?: readonly string[];
  /** The body as it arrives, once. After authentication: decoded from aws-chunked, verified while it is read. */
  readonly body: WireBody;
  /** Aborted when the client goes away. */
  readonly signal: AbortSignal;
  /** Whether the client has gone away: for those who only look, since a signal is dear. Absent: it never does. */
  readonly gone?: boolean;
}

export interface WireBody extends AsyncIterable<Uint8Array> {
  /** All of it, when it is in memory already: nobody need wait for it. */
  readonly whole?: Uint8Array;
  /** The whole body; rejects with RequestEntityTooLarge beyond `limit` bytes. */
  bytes(limit?: number): Promise<Uint8Array>;
}

export interface WireResponse {
  readonly status: number;
  /** None of the connection's own (Connection, Keep-Alive, Transfer-Encoding, Date): the listener says those. */
  readonly headers: Readonly<Record<string, string | readonly string[]>>;
  readonly body: Uint8Array | string | AsyncIterable<Uint8Array> | null;
}
