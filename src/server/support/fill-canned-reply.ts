import { fillReply, firstNameOf, type ReplyVariable } from "../../shared/canned-replies";
import type { FillCannedReplyInput } from "../../shared/canned-reply-inputs";
import { AppError } from "../../shared/errors";
import { worksAtDesk } from "../../shared/permissions";
import type { ChatContext } from "../chat/context";

interface Row extends Record<string, unknown> {
  gym_id: string;
  gym_name: string;
  member_name: string;
  content: string | null;
}

const read = {
  name: "support-read-reply-to-fill",
  text: `
    select c.gym_id, g.name as gym_name, u.name as member_name, r.content
    from conversations c join gyms g on g.id = c.gym_id join users u on u.id = c.member_id
    left join canned_replies r on r.id = $2 and ((r.owner_id is null and r.gym_id = c.gym_id) or (r.owner_id = $3 and r.gym_id = $4))
    where c.id = $1 and c.type = 'support'`,
};

/**
 * A canned reply as it would be said in this conversation by the caller. Where something that it names has no value, there is no text.
 * @throws RATE_LIMITED · NOT_A_PARTICIPANT · CANNED_REPLY_UNKNOWN · VARIABLE_MISSING
 */
export async function fillCannedReply(
  { actor, db, rateLimits }: ChatContext,
  { id, conversationId }: FillCannedReplyInput,
): Promise<{ content: string }> {
  await rateLimits.take("reads", actor.id);
  const [row] = await db.rows<Row>(read, [conversationId, id, actor.id, actor.gymId]);
  if (!row || !worksAtDesk(actor, row.gym_id)) throw new AppError("NOT_A_PARTICIPANT");
  if (row.content === null) throw new AppError("CANNED_REPLY_UNKNOWN");
  const values: Record<ReplyVariable, string> = {
    "member.name": row.member_name,
    "member.firstName": firstNameOf(row.member_name),
    "me.name": actor.name,
    "me.firstName": firstNameOf(actor.name),
    "gym.name": row.gym_name,
  };
  const { text, missing } = fillReply(row.content, values);
  if (text === null) throw new AppError("VARIABLE_MISSING", { missing });
  return { content: text };
}
