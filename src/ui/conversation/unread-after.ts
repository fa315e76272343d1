import type { ConversationState } from "@/shared/apply-event";

/** The last `seq` that the viewer had read; `null` when they have read all, or do not take part. */
export function unreadAfter({ participants, lastSeq }: ConversationState, viewerId: string): number | null {
  const viewer = participants.find((one) => one.id === viewerId && one.leftAt === null);
  return viewer && viewer.lastReadSeq < lastSeq ? viewer.lastReadSeq : null;
}
