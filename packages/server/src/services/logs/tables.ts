/** Acknowledged state, in the host's storage. `id`s are random: what belongs to a group or stream dies with it, whatever is created under its name later. */
export interface LogsTables {
  logsGroups: GroupRow;
  logsTags: TagRow;
  logsStreams: StreamRow;
}

export interface GroupRow {
  readonly id: number;
  readonly account: string;
  readonly region: string;
  readonly name: string;
  /** Epoch milliseconds. */
  readonly createdAt: number;
  /** Null: kept for ever. */
  readonly retentionDays: number | null;
  /** 0 or 1. */
  readonly deletionProtected: number;
}

export interface TagRow {
  readonly groupId: number;
  readonly key: string;
  readonly value: string;
}

export interface StreamRow {
  readonly id: number;
  readonly groupId: number;
  readonly name: string;
  /** Epoch milliseconds. */
  readonly createdAt: number;
}

/** The events, in the host's telemetry. */
export interface EventTables {
  logsBlocks: BlockRow;
  logsActivity: ActivityRow;
}

/** What one stream received at once. A row an event, with its two indexes, took three times the thread of their functions. */
export interface BlockRow {
  readonly groupId: number;
  readonly streamId: number;
  /** Epoch milliseconds of the earliest event and of the latest, less than MAX_PACKED_SPAN_MS apart. */
  readonly firstAt: number;
  readonly lastAt: number;
  /** Of the first event that came: each next has the next number. */
  readonly seq: number;
  /** Epoch milliseconds. */
  readonly ingestedAt: number;
  /** As AWS counts: the messages in UTF-8 and 26 more for each. */
  readonly bytes: number;
  /** Packed events (engine/logs/packed-events.ts). */
  readonly events: Uint8Array;
}

/**
 * What a batch brought to a stream: one row for each, added up when read and now and then folded into one.
 * Descriptions of groups and streams need no look at the events.
 */
export interface ActivityRow {
  readonly groupId: number;
  readonly streamId: number;
  /** Null once retention has taken the last event. */
  readonly firstAt: number | null;
  readonly lastAt: number | null;
  readonly lastIngestedAt: number;
  readonly lastSeq: number;
  readonly bytes: number;
}
