import type { ChatContext } from "./context";
import type { TypingBoard } from "./typing";
import type { TypingRights } from "./typing-rights";

/**
 * The caller types in a conversation, or stopped. To be repeated every `limits.typingIntervalMs` while it lasts.
 * @throws RATE_LIMITED · NOT_A_PARTICIPANT
 */
export async function setTyping(
  ctx: ChatContext & { typing: TypingBoard; typingRights: TypingRights },
  { conversationId, isTyping }: { conversationId: string; isTyping: boolean },
): Promise<void> {
  await ctx.rateLimits.take("typing", ctx.actor.id);
  await ctx.typingRights.requireType(ctx.actor, conversationId);
  ctx.typing.set(conversationId, ctx.actor.id, isTyping);
}
