/**
 * What a run recorded, in the order of one clock: the recorder's own, in milliseconds. The checker sees nothing else, so that a history can be
 * kept, replayed and spoiled on purpose.
 */
/** `later`: refused for now, to be tried again, and certainly not done. */
export type Outcome = "ok" | "fail" | "unknown" | "later";

interface Timed {
  /** When the call was made. */
  invoked: number;
  /** When its answer came. */
  ended: number;
}

/** One attempt of a send. Attempts with one id are one send. */
export interface SendOp extends Timed {
  f: "send";
  client: string;
  user: string;
  conversation: string;
  id: string;
  hash: string;
  outcome: Outcome;
  /** With `ok`. */
  seq?: number;
  /** With `fail`. */
  code?: string;
}

/** A message that a client applied because it was told. */
export interface ApplyOp {
  f: "apply";
  client: string;
  user: string;
  conversation: string;
  at: number;
  seq: number;
  version: number;
  id: string;
  sender: string;
  hash: string;
  /** Applied to nothing: the client knew it already, or does not know the conversation. It was told all the same. */
  isRepeat: boolean;
  /** When the sign-in ends that the client's socket stands on. */
  signInEndsAt?: number;
}

/** The newest page of a conversation that a client began with, or began anew with: what it applies later follows on this. */
export interface LoadOp {
  f: "load";
  client: string;
  user: string;
  conversation: string;
  at: number;
  messages: { seq: number; id: string; hash: string }[];
}

/** A page that a client read: the newest messages of a conversation. */
export interface ReadOp extends Timed {
  f: "read";
  client: string;
  user: string;
  conversation: string;
  messages: { seq: number; id: string; hash: string }[];
}

/** The client was told to load everything afresh, or begins: what it applies from here on begins anew. */
export interface ResetOp {
  f: "reset";
  client: string;
  user: string;
  at: number;
}

/** The client dropped a conversation, being taken out of it: what it applies of it later begins anew. */
export interface ForgetOp {
  f: "forget";
  client: string;
  conversation: string;
  at: number;
}

/** A receipt that a client was told: how far `user` has got. */
export interface ReceiptOp {
  f: "receipt";
  client: string;
  /** Whose client it is. */
  listener: string;
  conversation: string;
  user: string;
  at: number;
  version: number;
  readSeq: number;
  deliveredSeq: number;
}

/** Somebody was taken out of a conversation: the version at which that was committed. */
export interface RemovedOp extends Timed {
  f: "removed";
  user: string;
  conversation: string;
  version: number;
}

/** Somebody was let in again. */
export interface JoinedOp extends Timed {
  f: "joined";
  user: string;
  conversation: string;
  version: number;
}

/** An attempt to own a case, from the version the screen saw. */
export interface ClaimOp extends Timed {
  f: "claim";
  user: string;
  conversation: string;
  fromVersion: number;
  outcome: Outcome;
}

/** Somebody asked for what belongs to a conversation, or was told something fleeting of it (typing, say). */
export interface PeekOp extends Timed {
  f: "peek";
  client: string;
  user: string;
  conversation: string;
  /** The way in: `messages.list`, `typing`. */
  way: string;
  /** Whether anything of the conversation came back. */
  got: boolean;
  /** How long after being taken out this may still come, in milliseconds: what is not stored may be under way. */
  graceMs?: number;
}

/** From here on nobody's sends are taken oftener than this. */
export interface LimitOp {
  f: "limit";
  calls: number;
  perMs: number;
}

/** What a client made of snapshot and events, beside a fresh snapshot, at rest: two texts that must be the same. */
export interface LevelOp {
  f: "level";
  client: string;
  user: string;
  conversation: string;
  held: string;
  fresh: string;
}

/** What a client holds when everything has come to rest. */
export interface HoldOp {
  f: "hold";
  client: string;
  user: string;
  conversation: string;
  messages: { seq: number; id: string; hash: string }[];
}

/** What the database holds at the end, read by SQL. */
export interface StoredOp {
  f: "stored";
  conversation: string;
  lastSeq: number;
  /** Ascending `seq`. */
  messages: { seq: number; version: number; id: string; sender: string; hash: string }[];
  /** Those who take part at the end. */
  members: string[];
}

export type Op =
  | SendOp
  | ApplyOp
  | LoadOp
  | ReadOp
  | PeekOp
  | ResetOp
  | ForgetOp
  | ReceiptOp
  | RemovedOp
  | JoinedOp
  | ClaimOp
  | LimitOp
  | LevelOp
  | HoldOp
  | StoredOp;

/** Which kind of operation, for reading a history by kind. */
export function ofKind<F extends Op["f"]>(history: readonly Op[], ...kinds: F[]): Extract<Op, { f: F }>[] {
  return history.filter((op): op is Extract<Op, { f: F }> => (kinds as string[]).includes(op.f));
}

/** The items by key, each list in the order of the items. */
export function grouped<T>(items: Iterable<T>, keyOf: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group) group.push(item);
    else groups.set(key, [item]);
  }
  return groups;
}

/** The value of a key, made when it is missing. */
export function entryOf<K, V>(map: Map<K, V>, key: K, make: () => V): V {
  let value = map.get(key);
  if (value === undefined) {
    value = make();
    map.set(key, value);
  }
  return value;
}
