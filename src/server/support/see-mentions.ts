import type { SeeMentionsInput } from "../../shared/case-inputs";
import { AppError } from "../../shared/errors";
import { worksAtDesk } from "../../shared/permissions";
import type { ChatContext } from "../chat/context";

const findDesk = { name: "support-find-desk", text: "select gym_id from conversations where id = $1 and type = 'support'" };

const markSeen = {
  name: "support-see-mentions",
  text: `
    update note_mentions m set seen_at = now() from notes n
    where m.conversation_id = $1 and m.user_id = $2 and m.seen_at is null
      and n.conversation_id = m.conversation_id and n.id = m.note_id and n.version <= $3`,
};

/**
 * The caller has seen the notes of a case that mention them, up to a version: one that is written meanwhile is still new. It is theirs alone, so no event tells of
 * it; their other screens learn it from `support.onNews`. Seeing twice changes nothing.
 * @throws RATE_LIMITED · NOT_A_PARTICIPANT to everybody who does not work at its desk
 */
export async function seeMentions({ actor, db, rateLimits }: ChatContext, { conversationId, version }: SeeMentionsInput): Promise<void> {
  await rateLimits.take("marks", actor.id);
  const [row] = await db.rows<{ gym_id: string }>(findDesk, [conversationId]);
  if (!row || !worksAtDesk(actor, row.gym_id)) throw new AppError("NOT_A_PARTICIPANT");
  await db.rows(markSeen, [conversationId, actor.id, version]);
}
