import { AppError } from "../../shared/errors";
import { worksAtDesk } from "../../shared/permissions";
import type { ViewingState } from "../../shared/viewing";
import type { ChatContext } from "../chat/context";
import type { ViewingBoard } from "./viewing";

const readDesk = { name: "support-read-desk-of", text: "select gym_id from conversations where id = $1 and type = 'support'" };

/**
 * The caller looks at a conversation, writes in it, or has left it. To be repeated every `limits.viewingIntervalMs` while it lasts.
 * @throws RATE_LIMITED · NOT_A_PARTICIPANT to everybody who does not work at its desk
 */
export async function setViewing(
  { actor, db, rateLimits, viewing }: ChatContext & { viewing: ViewingBoard },
  { conversationId, state }: { conversationId: string; state: ViewingState | "none" },
): Promise<void> {
  await rateLimits.take("typing", actor.id);
  const [row] = await db.rows<{ gym_id: string }>(readDesk, [conversationId]);
  if (!row || !worksAtDesk(actor, row.gym_id)) throw new AppError("NOT_A_PARTICIPANT");
  viewing.set(row.gym_id, { conversationId, userId: actor.id, state });
}
