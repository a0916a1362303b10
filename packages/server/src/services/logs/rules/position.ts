import { invalidToken } from '../errors.ts';

/** Where an event stands: by timestamp, then by arrival. */
export interface Position {
  readonly timestamp: number;
  readonly seq: number;
}

export interface Cursor {
  readonly direction: 'forward' | 'backward';
  /** Reading goes on behind it, or before it. */
  readonly position: Position;
}

/** 13 digits of timestamp, 16 of arrival, 27 of stream: 56, as AWS's. */
const EVENT_ID = /^(\d{13})(\d{16})(\d{27})$/;

/** FilterLogEvents' eventId; sorts like the events. */
export function eventId({ timestamp, seq }: Position, streamId: number): string {
  return digits(timestamp, 13) + digits(seq, 16) + digits(streamId, 27);
}

/** GetLogEvents' tokens: `f/<56 digits>/s` and `b/<56 digits>/s`. */
export function formatCursor({ direction, position }: Cursor, streamId: number): string {
  return `${direction === 'forward' ? 'f' : 'b'}/${eventId(position, streamId)}/s`;
}

/** @throws InvalidParameterException for anything that was not made for this stream */
export function parseCursor(token: string, streamId: number): Cursor {
  const [side, id = '', end, ...more] = token.split('/');
  const parts = EVENT_ID.exec(id);
  const known = (side === 'f' || side === 'b') && end === 's' && more.length === 0;
  if (!parts || !known || Number(parts[3]) !== streamId) throw invalidToken();
  return {
    direction: side === 'f' ? 'forward' : 'backward',
    position: { timestamp: Number(parts[1]), seq: Number(parts[2]) },
  };
}

/** PutLogEvents' nextSequenceToken and a stream's uploadSequenceToken: still returned, no longer asked for. */
export function sequenceToken(seq: number): string {
  return `49${digits(seq, 54)}`;
}

function digits(number: number, length: number): string {
  return String(number).padStart(length, '0');
}

/** A cursor and the one that turns round at it: what stands exactly there is read by the one that turned. */
export function cursorsOf(cursor: Cursor): { forward: Cursor; backward: Cursor } {
  const { direction, position } = cursor;
  if (direction === 'forward')
    return { forward: cursor, backward: { direction: 'backward', position: { ...position, seq: position.seq + 1 } } };
  return {
    backward: cursor,
    forward: { direction: 'forward', position: { ...position, seq: Math.max(0, position.seq - 1) } },
  };
}
