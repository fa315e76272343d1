import type { ConversationState } from "../shared/apply-event";
import type { Message } from "../shared/messages";
import type { Case } from "../shared/support";
import type { ChatClient } from "./chat-client.types";
import { baseOf } from "./client-base";

/** A message of somebody else that has just come. */
export interface Arrival {
  message: Message;
  conversation: ConversationState;
  /** Of a support conversation, as far as the desk knows it. */
  case: Case | null;
}

/** What a page finds when it begins is no news: what was written before, up to what two clocks may differ. */
const toleranceMs = 5_000;
/** The case that a message changes comes in the same breath. */
const settleMs = 200;

/** Tells of each message by somebody else that comes from now on, once; of several in one breath the last. Ends with the answer. */
export function watchArrivals(client: ChatClient, onArrival: (arrival: Arrival) => void): () => void {
  const { store, desk, clock, me } = baseOf(client);
  const startedAt = clock.now() + client.clockOffsetMs.getSnapshot();
  const told = new Map<string, number>();
  const due = new Set<string>();
  let isOver = false;
  const tell = () => {
    const ids = [...due];
    due.clear();
    for (const id of ids) {
      const conversation = store.get(id);
      const message = conversation?.lastMessage;
      if (isOver || !conversation || !message || message.seq <= (told.get(id) ?? 0)) continue;
      told.set(id, message.seq);
      const isNews = Date.parse(message.createdAt) > startedAt - toleranceMs && message.deletedAt === null;
      if (!isNews || message.kind === "system" || message.senderId === me.getSnapshot()?.id) continue;
      onArrival({ message, conversation, case: conversation.type === "support" ? desk.caseOf(id).getSnapshot() : null });
    }
  };
  store.listen((id) => {
    if (isOver) return;
    if (due.size === 0) clock.after(settleMs, tell);
    due.add(id);
  });
  return () => {
    isOver = true;
  };
}
