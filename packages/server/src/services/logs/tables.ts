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
  logsEvents: EventRow;
  logsActivity: ActivityRow;
}

export interface EventRow {
  readonly groupId: number;
  readonly streamId: number;
  /** Epoch milliseconds, as the caller stated it. */
  readonly timestamp: number;
  /** Grows with arrival: orders events of one timestamp. */
  readonly seq: number;
  /** Epoch milliseconds. */
  readonly ingestedAt: number;
  /** As AWS counts: the message in UTF-8 and 26 more. */
  readonly bytes: number;
  readonly message: string;
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
