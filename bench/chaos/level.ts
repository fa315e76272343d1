/** Snapshot and events beside a fresh snapshot, as two texts that must be the same. */
import type { ConversationState } from "../../src/shared/apply-event";
import type { Participant } from "../../src/shared/conversations";

/**
 * @param held what a client made of its snapshot and the events since; `undefined` when it knows no such conversation
 * @param fresh the same conversation, read now
 * @param viewerId whose client it is
 */
export function levelOf(held: ConversationState | undefined, fresh: ConversationState | undefined, viewerId: string) {
  const shared = new Set(held?.messages.map(({ seq }) => seq));
  const messages = fresh?.messages.filter(({ seq }) => shared.has(seq)) ?? [];
  const own = messages.filter(({ senderId }) => senderId === viewerId).map(({ seq }) => seq);
  const text = (state: ConversationState | undefined) => state && JSON.stringify(visible(state, { own, viewerId }));
  return { held: text(held) ?? "nothing", fresh: text(fresh) ?? "nothing" };
}

/** Others' watermarks count only as far as the viewer's own messages: receipts go to the authors of what they cover. */
function visible(state: ConversationState, { own, viewerId }: { own: readonly number[]; viewerId: string }) {
  const covered = (seq: number) => own.filter((one) => one <= seq).length;
  const seen = ({ id, leftAt, version, lastReadSeq, lastDeliveredSeq }: Participant) =>
    id === viewerId
      ? [id, leftAt, version, lastReadSeq, lastDeliveredSeq]
      : [id, leftAt, version, covered(lastReadSeq), covered(lastDeliveredSeq)];
  return {
    name: state.name,
    lastSeq: state.lastSeq,
    unread: state.unreadCount,
    last: state.messages.at(-1)?.id,
    participants: state.participants.map(seen).sort(([a], [b]) => (String(a) < String(b) ? -1 : 1)),
  };
}
