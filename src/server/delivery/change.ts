/**
 * The one way to write a durable change and tell it. A change locks its conversation's row, raises `version` (and `last_seq`) by one, stamps
 * the rows it touches with that version, and is told only after PostgreSQL has committed it. Locks are taken in the order of conversation ids
 * by whoever needs several.
 */
import type { ConversationType } from "../../shared/conversations";
import type { Database, Sql } from "../platform/db";
import { insistOn } from "../platform/db";
import type { ConversationKey, Told } from "./told";

interface LockedRow extends Record<string, unknown> {
  id: string;
  type: ConversationType;
  name: string | null;
  gym_id: string;
  member_id: string | null;
  last_seq: number;
  version: number;
}

/** A conversation whose row this transaction holds. */
export interface LockedConversation {
  key: ConversationKey;
  name: string | null;
  lastSeq: number;
  version: number;
}

/** What a step of the version gives the rows it touches. */
export interface Step {
  version: number;
  /** `last_seq` after the step. */
  lastSeq: number;
  /** The moment of the step by the database's clock (ISO), never before the previous one's. */
  at: string;
}

export interface Change {
  sql: Sql;
  /** Takes the conversation's row lock; `undefined` when there is no such conversation. */
  lock(conversationId: string): Promise<LockedConversation | undefined>;
  /** Raises the version; with `addsMessage` also `last_seq`. To be called once, before the rows that carry it are written. */
  step(conversation: LockedConversation, options?: { addsMessage?: boolean; name?: string }): Promise<Step>;
  /** Tells this after the commit. */
  tell(change: Told): void;
}

const lockConversation = {
  name: "delivery-lock-conversation",
  text: "select id, type, name, gym_id, member_id, last_seq, version from conversations where id = $1 for update",
};

// The moment of this statement, which began under the lock: one moment, however often it is asked for.
const raiseVersion = {
  name: "delivery-raise-version",
  text: `
    update conversations set
      version = version + 1,
      last_seq = last_seq + $2::int,
      name = coalesce($3, name),
      name_version = case when $3::text is null then name_version else version + 1 end,
      changed_at = greatest(changed_at, statement_timestamp()),
      last_message_at = case when $2::int = 0 then last_message_at else greatest(changed_at, statement_timestamp()) end
    where id = $1
    returning version, last_seq, changed_at`,
};

/**
 * Runs `work` in one transaction and tells what it left to tell once that is committed.
 * A transaction that PostgreSQL gave up for another's sake (deadlock, a unique key taken in the meantime) is run again, so `work` must
 * start from what it reads.
 */
export async function change<T>(
  { db, hear }: { db: Database; hear: (told: Told) => void },
  work: (change: Change) => Promise<T>,
): Promise<T> {
  const { result, untold } = await insistOn(async () => {
    const untold: Told[] = [];
    const result = await db.transaction((sql) => work({ sql, lock: lockIn(sql), step: stepIn(sql), tell: (one) => void untold.push(one) }));
    return { result, untold };
  });
  for (const one of untold) hear(one);
  return result;
}

function lockIn(sql: Sql): Change["lock"] {
  return async (conversationId) => {
    const [row] = await sql.rows<LockedRow>(lockConversation, [conversationId]);
    return (
      row && {
        key: { id: row.id, type: row.type, gymId: row.gym_id, memberId: row.member_id },
        name: row.name,
        lastSeq: row.last_seq,
        version: row.version,
      }
    );
  };
}

function stepIn(sql: Sql): Change["step"] {
  return async ({ key }, { addsMessage = false, name } = {}) => {
    const [row] = await sql.rows<{ version: number; last_seq: number; changed_at: string }>(raiseVersion, [
      key.id,
      addsMessage ? 1 : 0,
      name ?? null,
    ]);
    if (!row) throw new Error(`conversation ${key.id} vanished under its lock`);
    return { version: row.version, lastSeq: row.last_seq, at: row.changed_at };
  };
}
