import type { MentionsInput } from "../../shared/case-inputs";
import type { MentionPage } from "../../shared/cases";
import type { Role } from "../../shared/people";
import { requireDesk } from "../chat/access";
import type { ChatContext } from "../chat/context";
import { decodeKeyset, encodeKeyset } from "../chat/keyset";
import { type CaseRow, caseColumns, caseOf, type NoteRow, noteColumns, noteOf } from "../delivery/rows";

interface MentionRow extends Record<string, unknown> {
  created_at: string;
  seen_at: string | null;
  note_id: string;
  gym_id: string;
  note: NoteRow;
  case: CaseRow;
  member: { id: string; name: string; avatar_url: string | null; role: Role };
}

// Somebody who came from another gym's desk, or has left one, finds nothing of that one here.
const readPage = {
  name: "support-read-mentions",
  text: `
    select m.created_at, m.seen_at, m.note_id, c.gym_id, row_to_json(n) as note, row_to_json(s) as case,
      json_build_object('id', u.id, 'name', u.name, 'avatar_url', u.avatar_url, 'role', u.role) as member
    from note_mentions m
    join conversations c on c.id = m.conversation_id and c.gym_id = any($2::uuid[])
    join users u on u.id = c.member_id
    cross join lateral (select ${noteColumns} from notes where conversation_id = m.conversation_id and id = m.note_id) n
    cross join lateral (select ${caseColumns} from cases where conversation_id = m.conversation_id order by number desc limit 1) s
    where m.user_id = $1 and (m.created_at, m.note_id) < (coalesce($4::timestamptz, 'infinity'), coalesce($5::uuid, 'ffffffff-ffff-ffff-ffff-ffffffffffff'))
    order by m.created_at desc, m.note_id desc
    limit $3`,
};

/**
 * The notes that mention the caller, newest first.
 * @throws RATE_LIMITED · FORBIDDEN for everybody but staff and admins · BAD_INPUT (a cursor that is not ours)
 */
export async function readMentions(ctx: ChatContext, { cursor, limit }: MentionsInput): Promise<MentionPage> {
  const { actor, db } = ctx;
  requireDesk(actor);
  await ctx.rateLimits.take("reads", actor.id);
  const [after, afterId] = cursor ? decodeKeyset(cursor, ["time", "uuid"]) : [];
  const rows = await db.rows<MentionRow>(readPage, [actor.id, actor.deskGymIds, limit + 1, after, afterId]);
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  return {
    items: page.map(({ note, case: one, member, gym_id, seen_at }) => ({
      note: noteOf(note),
      case: caseOf(one),
      member: { id: member.id, name: member.name, avatarUrl: member.avatar_url, role: member.role },
      gymId: gym_id,
      seenAt: seen_at,
    })),
    nextCursor: rows.length > limit && last ? encodeKeyset([last.created_at, last.note_id]) : null,
  };
}
