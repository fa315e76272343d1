/** What a tick asks: which conversations changed in a window of the database's clock, and whom of this process that may concern. */
import type { ConversationKey } from "./told";

export interface ChangedRow extends Record<string, unknown> {
  epoch: string;
  now: string;
  /** The beginning of the window. */
  since: string;
  /** When the oldest transaction began that may still have been writing after these rows were read; `null` where that cannot be seen. */
  quiet_since: string | null;
  id: string | null;
  type: ConversationKey["type"];
  gym_id: string;
  member_id: string | null;
  version: number;
}

export interface JoinedRow extends Record<string, unknown> {
  conversation_id: string;
  user_id: string;
}

const windowBegin = "least(now() - make_interval(secs => $2), coalesce($1::timestamptz, now()))";

// Of the transactions under way those count that have written, or may have begun to. They are looked at while the statement runs, which is after its
// snapshot was taken: what it says holds for what is read later. A role that may not see the others sees that it may not.
const quietSince = `
    (select case when current_setting('track_activities')::boolean and not bool_or(query = '<insufficient privilege>') then
       least(now(), min(xact_start) filter (where backend_xid is not null or xact_start > now() - make_interval(secs => $2))) end
     from pg_stat_activity where datname = current_database() and backend_type <> 'autovacuum worker')`;

export const changedLately = {
  name: "delivery-changed-lately",
  text: `
    select i.epoch, now() as now, ${windowBegin} as since, ${quietSince} as quiet_since, c.id, c.type, c.gym_id, c.member_id, c.version
    from installation i
    left join conversations c on c.changed_at >= ${windowBegin}
    where i.id = 1`,
};

export const joinedLately = {
  name: "delivery-joined-lately",
  text: `
    select conversation_id, user_id from conversation_participants
    where conversation_id = any($1::uuid[]) and user_id = any($2::uuid[]) and left_at is null`,
};

/** Which conversation a row speaks of. */
export function keyOf(row: Pick<ChangedRow, "type" | "gym_id" | "member_id"> & { id: string }): ConversationKey {
  return { id: row.id, type: row.type, gymId: row.gym_id, memberId: row.member_id };
}
