import { limits } from "../../shared/limits";
import type { Sql } from "../platform/db";
import {
  type CaseRow,
  type ConversationRow,
  caseColumns,
  type EntryRow,
  entryColumns,
  type MessageRow,
  messageColumns,
  type NoteRow,
  noteColumns,
  type ParticipantRow,
} from "./rows";

export interface ConversationAsItStands extends ConversationRow {
  /** Those who take part, and of those who left the latest (`limits.formerParticipantsMax`). */
  participants: ParticipantRow[];
  last_message: MessageRow | null;
}

/** A conversation as it stands, with what changed in it since some point. Whoever left since then is among its participants. */
export interface ConversationChanges extends ConversationAsItStands {
  /** Messages changed since, ascending `version`; `null` when they are too many. */
  messages: MessageRow[] | null;
  /** Cases changed since, ascending `number`; empty unless it is a support conversation. */
  cases: CaseRow[];
  /** Notes and timeline entries written since, in order; for its desk alone. Either is `null` when they are too many. */
  notes: NoteRow[] | null;
  entries: EntryRow[] | null;
}

interface Since {
  /** Conversations, each with the version after which changes count. */
  versions: ReadonlyMap<string, number>;
  /** When given, only what was stamped at or after this moment (ISO, the database's clock) counts. */
  changedAt?: string;
  /** Messages (and as well notes, entries) per conversation at most, and bytes of what they say. Past either they are not read, and `null`. */
  messagesMax: number;
  bytesMax: number;
}

const formerMax = limits.formerParticipantsMax;
/** Whoever left in a gap is in it, so that it ends what they hear. More cannot have listened to one conversation. */
const leftInOneGapMax = limits.groupParticipantsMax * 4;

const participantColumns = `cp.user_id, u.name, u.avatar_url, cp.role, cp.joined_at, cp.left_at, cp.last_delivered_seq, cp.last_read_seq,
           cp.last_read_at, cp.membership_version, cp.settings_version, cp.muted_until, cp.archived_at, cp.archived_seq`;

// Those who left are named for what they wrote; years of comings and goings do not travel with every event.
const presentAndLately = `
           select * from conversation_participants where conversation_id = c.id and left_at is null
           union all
           (select * from conversation_participants where conversation_id = c.id and left_at is not null
            order by left_at desc, user_id desc limit ${formerMax})`;

const conversationColumns =
  "c.id, c.type, c.name, c.name_version, c.gym_id, c.member_id, c.created_at, c.last_seq, c.last_message_at, c.version";

const lastMessage = `
      (select row_to_json(l) from (
         select ${messageColumns} from messages where conversation_id = c.id and seq = c.last_seq) l) as last_message`;

const conversationsAsTheyStand = {
  name: "delivery-conversations",
  text: `
    select ${conversationColumns},
      (select coalesce(json_agg(row_to_json(p)), '[]') from (
         select ${participantColumns} from (${presentAndLately}
         ) cp join users u on u.id = cp.user_id order by cp.joined_at, cp.user_id) p) as participants,
      ${lastMessage}
    from unnest($1::uuid[]) as asked(id) join conversations c on c.id = asked.id`,
};

// One statement is one snapshot: the state and its version belong together. In a conversation neither `version` nor `created_at` falls as `seq` rises, but
// for what was changed afterwards. So the first that is new is looked for from the newest place backwards, in steps that grow eightfold, and the cost is
// about that of what is returned.
const changesSince = {
  name: "delivery-changes-since",
  text: `
    select ${conversationColumns},
      (select coalesce(json_agg(row_to_json(p)), '[]') from (
         select ${participantColumns} from (
           ${presentAndLately}
           union all
           (select * from (
              select * from conversation_participants where conversation_id = c.id and left_at is not null
              order by left_at desc, user_id desc offset ${formerMax} limit ${leftInOneGapMax}) others
            where membership_version > since.version and ($3::timestamptz is null or changed_at >= $3))
         ) cp join users u on u.id = cp.user_id order by cp.joined_at, cp.user_id) p) as participants,
      ${lastMessage},
      (select case when count(*) >= $4 or sum(octet_length(m.content)) > $5 then null
         else coalesce(json_agg(row_to_json(m) order by m.version), '[]') end from (
         (select ${messageColumns}, changed_at from messages
          where conversation_id = c.id and seq > back.low and version > since.version order by seq desc limit $4)
         union
         (select ${messageColumns}, changed_at from messages
          where conversation_id = c.id and version > since.version and (edited_at is not null or deleted_at is not null)
          order by version desc limit $4)) m
       where $3::timestamptz is null or m.changed_at >= $3) as messages,
      (select coalesce(json_agg(row_to_json(s) order by s.number), '[]') from (
         select ${caseColumns} from cases
         where conversation_id = c.id and c.type = 'support' and version > since.version
           and ($3::timestamptz is null or changed_at >= $3)) s) as cases,
      (select case when count(*) >= $4 or sum(octet_length(n.content)) > $5 then null
         else coalesce(json_agg(row_to_json(n) order by n.version), '[]') end from (
         select ${noteColumns} from notes
         where conversation_id = c.id and c.type = 'support' and version > since.version
           and changed_at >= coalesce($3::timestamptz, '-infinity') limit $4) n) as notes,
      (select case when count(*) >= $4 then null else coalesce(json_agg(row_to_json(e) order by e.version, e.place), '[]') end from (
         select ${entryColumns} from case_events
         where conversation_id = c.id and c.type = 'support' and version > since.version
           and at >= coalesce($3::timestamptz, '-infinity') limit $4) e) as entries
    from unnest($1::uuid[], $2::int[]) as since(id, version) join conversations c on c.id = since.id
    cross join lateral (
      with recursive steps (low, width) as (
        select c.last_seq - least(16, c.version - since.version), 16
        union all
        select c.last_seq - width * 8, width * 8 from steps
        where exists (
          select 1 from messages
          where conversation_id = c.id and seq = low and version > since.version and ($3::timestamptz is null or created_at >= $3)))
      select min(low) as low from steps) back`,
};

/** The conversations of `ids` that exist, in no order. */
export function readConversations(sql: Sql, ids: readonly string[]): Promise<ConversationAsItStands[]> {
  return sql.rows<ConversationAsItStands & Record<string, unknown>>(conversationsAsTheyStand, [ids]);
}

/** The conversations of `versions` that exist, each with what changed in it. */
export function readChanges(sql: Sql, { versions, changedAt, messagesMax, bytesMax }: Since): Promise<ConversationChanges[]> {
  return sql.rows<ConversationChanges & Record<string, unknown>>(changesSince, [
    [...versions.keys()],
    [...versions.values()],
    changedAt ?? null,
    messagesMax + 1,
    bytesMax,
  ]);
}
