import type { ConversationState } from "../shared/apply-event";
import type { Note } from "../shared/cases";
import type { ChatClient } from "./chat-client.types";
import { baseOf } from "./client-base";

/** A note by a colleague that names the viewer and has just come. */
export interface MentionArrival {
  note: Note;
  /** Absent where it could not be read. */
  conversation: ConversationState | undefined;
}

/** What a page finds when it begins is no news: what was written before, up to what two clocks may differ. */
const toleranceMs = 5_000;

/**
 * Tells of each note that names the viewer and is written from now on, once: also of those that were written while there was no connection. For who works at a
 * desk. Ends with the answer.
 */
export function watchMentions(client: ChatClient, onMention: (arrival: MentionArrival) => void): () => void {
  const { store, desk, clock, me, connection } = baseOf(client);
  const startedAt = clock.now() + client.clockOffsetMs.getSnapshot();
  const told = new Set<string>();
  /** A case that has been resolved for long may be in none of the lists. */
  const tell = async (note: Note) => {
    const { conversationId: id } = note;
    if (!store.get(id)) {
      const read = connection.patiently((api) => api.conversations.get.query({ id }));
      await read.then(
        (conversation) => store.introduce(conversation),
        // Told without a name.
        () => undefined,
      );
    }
    onMention({ note, conversation: store.get(id) });
  };
  return desk.follow({
    onListening: () => undefined,
    onEvents(events) {
      const viewerId = me.getSnapshot()?.id ?? "";
      for (const event of events) {
        if (event.type !== "note") continue;
        const { note } = event;
        const isForMe = note.mentions.includes(viewerId) && note.authorId !== viewerId;
        if (!isForMe || told.has(note.id) || Date.parse(note.createdAt) <= startedAt - toleranceMs) continue;
        told.add(note.id);
        void tell(note);
      }
    },
  });
}
