import type { ConversationSummary } from "../../shared/conversations";
import { mayRead } from "./access";
import type { ChatContext } from "./context";
import { readSummary } from "./read-summary";

/**
 * One conversation as the caller sees it.
 * @throws RATE_LIMITED · NOT_A_PARTICIPANT
 */
export async function getConversation(ctx: ChatContext, id: string): Promise<ConversationSummary> {
  await ctx.rateLimits.take("reads", ctx.actor.id);
  await mayRead(ctx.db, ctx.actor, id);
  return readSummary(ctx.db, ctx.actor.id, id);
}
