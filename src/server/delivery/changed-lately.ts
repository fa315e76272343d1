/** What a tick asks: which conversations changed in a window of the database's clock, and whom of this process that may concern. */
import type { ConversationKey } from "./told";

export interface ChangedRow extends Record<string, unknown> {
  epoch: string;
  now: string;
  /** The beginning of the window. */
  since: string;
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

export const changedLately = {
  name: "delivery-changed-lately",
  text: `
    select i.epoch, now() as now, ${windowBegin} as since, c.id, c.type, c.gym_id, c.member_id, c.version
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
