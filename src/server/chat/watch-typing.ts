import type { Typing } from "../../shared/presence";
import type { ChatContext } from "./context";
import type { TypingBoard } from "./typing";
import type { TypingRights } from "./typing-rights";

/**
 * Who else types in a conversation: the present state first, then each change, until `signal` aborts.
 * The right to know is asked anew before each answer; somebody removed meanwhile hears nothing more.
 * @throws NOT_A_PARTICIPANT
 */
export async function* watchTyping(
  ctx: ChatContext & { typing: TypingBoard; typingRights: TypingRights },
  conversationId: string,
  signal: AbortSignal,
): AsyncGenerator<Typing, void> {
  let wake: () => void = () => undefined;
  let isDue = true;
  const changed = () => {
    isDue = true;
    wake();
  };
  await ctx.typingRights.requireWatch(ctx.actor, conversationId);
  using _watch = await ctx.typing.watch(conversationId, changed);
  signal.addEventListener("abort", changed, { once: true });
  let said: string | null = null;
  while (!signal.aborted) {
    if (!isDue) await new Promise<void>((resolve) => (wake = resolve));
    if (signal.aborted) return;
    isDue = false;
    const { userIds } = ctx.typing.read(conversationId);
    const others = userIds.filter((id) => id !== ctx.actor.id);
    if (said === others.join()) continue;
    await ctx.typingRights.requireWatch(ctx.actor, conversationId);
    said = others.join();
    yield { conversationId, userIds: others };
  }
}
