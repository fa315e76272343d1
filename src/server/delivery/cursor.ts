import { limits } from "../../shared/limits";

/**
 * How far a listener has got: an epoch, and a moment of the database's clock before which, less `unsettledMs`, everything was handed to it.
 * The moment only finds candidates; what is read again because of the overlap carries its version and changes nothing.
 */
export interface Cursor {
  epoch: string;
  /** Epoch milliseconds, by the database's clock. */
  at: number;
  /** How long before that moment a change may have been stamped that was not visible then; `settlingMs` at most, and where nothing is said. */
  unsettledMs?: number;
}

/**
 * A change is visible at the latest this long after the moment stamped on it: write transactions are ended after five seconds
 * (`transactionMsMax`), and as much again is kept in reserve.
 */
export const settlingMs = 10_000;

export function encodeCursor({ epoch, at, unsettledMs = settlingMs }: Cursor): string {
  const reach = unsettledMs < settlingMs ? `.${unsettledMs.toString(36)}` : "";
  return `${epoch}.${at.toString(36)}${reach}`;
}

// Past it PostgreSQL would not read the moment as it is written.
const lastMoment = Date.parse("9999-01-01");

/** The cursor, or `null` when this is not one of ours. */
export function decodeCursor(text: string): Cursor | null {
  const [, epoch, moment = "", reach] = /^([0-9a-f-]{36})\.([0-9a-z]{1,11})(?:\.([0-9a-z]{1,4}))?$/.exec(text) ?? [];
  const at = Number.parseInt(moment, 36);
  if (!epoch || !(at < lastMoment)) return null;
  return { epoch, at, unsettledMs: reach === undefined ? settlingMs : Math.min(settlingMs, Number.parseInt(reach, 36)) };
}

/** Whether what happened since can be told as events: same life of the database, not from its future, not too long ago. */
export function canResume(cursor: Cursor | null, now: Cursor): cursor is Cursor {
  return cursor !== null && cursor.epoch === now.epoch && cursor.at <= now.at + settlingMs && cursor.at >= now.at - limits.cursorAgeMsMax;
}
