import type { ConversationState } from "../../shared/apply-event";
import type { Participant } from "../../shared/conversations";
import type { Message } from "../../shared/messages";

/** A participant for tests, called like their id. */
export function exampleParticipant(id: string, details: Partial<Participant> = {}): Participant {
  const watermarks = { lastDeliveredSeq: 0, lastReadSeq: 0, lastReadAt: null };
  return {
    id,
    name: id,
    avatarUrl: null,
    role: "member",
    joinedAt: "2026-01-01T09:00:00.000Z",
    leftAt: null,
    ...watermarks,
    version: 1,
    ...details,
  };
}

/** A message for tests, in conversation `c`. */
export function exampleMessage(seq: number, details: Partial<Message> = {}): Message {
  const times = { createdAt: "2026-01-01T10:00:00.000Z", editedAt: null, deletedAt: null };
  return {
    id: `m${seq}`,
    conversationId: "c",
    seq,
    version: seq,
    senderId: "ada",
    kind: "text",
    content: "hello",
    replyToId: null,
    ...times,
    ...details,
  };
}

/** A conversation for tests, with `c` for its id and nothing in it. */
export function exampleConversation(details: Partial<ConversationState> = {}): ConversationState {
  return {
    id: "c",
    type: "direct",
    name: null,
    nameVersion: 0,
    gymId: "g",
    memberId: null,
    createdAt: "2026-01-01T09:00:00.000Z",
    lastSeq: 0,
    lastMessage: null,
    lastActivityAt: "2026-01-01T09:00:00.000Z",
    version: 1,
    participants: [],
    own: { mutedUntil: null, archivedAt: null, archivedSeq: 0, version: 0 },
    unreadCount: 0,
    messages: [],
    ...details,
  };
}
