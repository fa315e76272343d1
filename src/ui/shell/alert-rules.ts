import type { Arrival } from "@/client/desk-arrivals";

interface Circumstances {
  viewerId: string;
  /** The conversations that are open in a window which has the focus. */
  lookedAt: readonly string[];
  /** Epoch ms. */
  now: number;
  /** Epoch ms: nothing until then. */
  quietUntil: number;
  /** How the viewer shows themselves. */
  isBusy: boolean;
}

/** Whether somebody wants to hear nothing of a conversation now: they are busy, have asked for quiet, or look at it. */
export function wantsQuiet(conversationId: string, about: Circumstances): boolean {
  return about.isBusy || about.now < about.quietUntil || about.lookedAt.includes(conversationId);
}

/** Whether somebody is to be told of a message: only of what waits for them or for nobody, of nothing that they look at, and never while they want quiet. */
export function isWorthTelling({ message, conversation, case: current }: Arrival, about: Circumstances): boolean {
  if (wantsQuiet(conversation.id, about)) return false;
  if (conversation.type === "support") {
    if (message.senderId !== conversation.memberId || !current || current.status === "resolved") return false;
    return current.assigneeId === null || current.assigneeId === about.viewerId;
  }
  const { mutedUntil, archivedAt } = conversation.own;
  if (archivedAt !== null || (mutedUntil !== null && Date.parse(mutedUntil) > about.now)) return false;
  return conversation.participants.some(({ id, leftAt }) => id === about.viewerId && leftAt === null);
}
