import type { ConversationState } from "../shared/apply-event";
import type { ConversationLists } from "./conversation-lists";
import type { Desk } from "./desk";
import type { SnapshotRecord } from "./device-records";
import { keptLimits } from "./kept-limits";
import type { Receipts } from "./receipts";
import type { Sync } from "./sync";

/** What of a client's knowledge its next start begins with: the newest of the inbox, and the head of the desk's queue. */
export function worthOf(parts: { sync: Sync; lists: ConversationLists; desk: Desk; receipts: Receipts }) {
  const { sync, lists, desk, receipts } = parts;
  const inbox = () => lists.list("inbox").getSnapshot().items;
  return {
    snapshot(): Omit<SnapshotRecord, "ids"> | null {
      const me = sync.me.current;
      const cursor = sync.settledCursor;
      if (!me || cursor === null) return null;
      const queue = desk.kept;
      return {
        me,
        cursor,
        deskCursor: queue?.cursor ?? null,
        isWhole: lists.isWhole && inbox().length <= keptLimits.conversations,
        cases: queue?.items.map((item) => item.case) ?? [],
        counts: queue?.counts ?? null,
        marks: receipts.pending,
      };
    },
    worthKeeping(): readonly ConversationState[] {
      const kept = new Map<string, ConversationState>();
      for (const one of inbox().slice(0, keptLimits.conversations)) kept.set(one.id, one);
      for (const { conversation } of desk.kept?.items ?? []) {
        if (!kept.has(conversation.id)) kept.set(conversation.id, { messages: [], ...conversation });
      }
      return [...kept.values()];
    },
  };
}
