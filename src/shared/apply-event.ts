/**
 * The one way from what a listener knows to what it knows next. Pure, and a join: events and snapshots may come twice, late or in any order,
 * and the result is the same, because each part of the state (a message, a membership, a name, a watermark) carries the version or the
 * counter that decides. The server's tests hold every mutation against it: old snapshot + events = fresh snapshot.
 */
import type { Conversation, ConversationSummary, OwnSettings, Participant } from "./conversations";
import type { ChatEvent, ReceiptEvent } from "./events";
import type { Message } from "./messages";

/** A conversation as a client holds it. */
export interface ConversationState extends ConversationSummary {
  /** What is loaded, ascending `seq`. Where `seq` jumps, messages between are not loaded yet: gaps need no book-keeping. */
  messages: readonly Message[];
}

/** An event that changes one conversation. */
export type ConversationChange = Exclude<ChatEvent, { type: "resync" }>;

/** The conversation that an event is about. */
export function conversationOf(event: ConversationChange): string {
  switch (event.type) {
    case "message":
      return event.message.conversationId;
    case "conversation":
      return event.conversation.id;
    case "participant":
    case "settings":
    case "receipt":
      return event.conversationId;
  }
}

/**
 * The state after an event, as `viewerId` sees it; the very same object when the event changes nothing.
 * An event of a conversation that is not known changes nothing, except `conversation`, which introduces it.
 */
export function applyEvent(
  state: ConversationState | undefined,
  event: ConversationChange,
  viewerId: string,
): ConversationState | undefined {
  if (event.type === "conversation") return applyConversation(state, event.conversation, viewerId);
  if (!state) return undefined;
  switch (event.type) {
    case "message":
      return applyMessages(state, [event.message], viewerId);
    case "participant":
      return settle(state, { participants: joinParticipants(state.participants, [event.participant]), version: event.version }, viewerId);
    case "settings":
      return settle(state, { own: newerSettings(state.own, event.own), version: event.version }, viewerId);
    case "receipt":
      return settle(state, { participants: raise(state.participants, event), version: event.version }, viewerId);
  }
}

/** The state after a snapshot of the conversation (`conversations.list`, `.get`, `.create`, `support.open`) or a `conversation` event. */
export function applyConversation(
  state: ConversationState | undefined,
  conversation: Conversation | ConversationSummary,
  viewerId: string,
): ConversationState {
  const own = "own" in conversation ? conversation.own : undefined;
  if (!state) {
    const fresh = {
      unreadCount: 0,
      ...conversation,
      own: own ?? noSettings,
      messages: conversation.lastMessage ? [conversation.lastMessage] : [],
    };
    return { ...fresh, unreadCount: unreadOf(fresh, viewerId) };
  }
  const joined = settle(
    state,
    {
      participants: joinParticipants(state.participants, conversation.participants),
      own: own ? newerSettings(state.own, own) : state.own,
      version: conversation.version,
      lastSeq: conversation.lastSeq,
      ...(conversation.nameVersion > state.nameVersion && { name: conversation.name, nameVersion: conversation.nameVersion }),
    },
    viewerId,
  );
  return conversation.lastMessage ? applyMessages(joined, [conversation.lastMessage], viewerId) : joined;
}

/** The state after messages became known: from an event, a page or the acknowledgement of a send. */
export function applyMessages(state: ConversationState, incoming: readonly Message[], viewerId: string): ConversationState {
  let messages: Message[] | undefined;
  let { lastMessage, lastActivityAt, lastSeq, version } = state;
  let participants = state.participants;
  for (const message of incoming) {
    const list: readonly Message[] = messages ?? state.messages;
    const at = placeOf(list, message.seq);
    const known = list[at];
    if (known?.seq !== message.seq) {
      messages ??= [...state.messages];
      messages.splice(at, 0, message);
    } else if (message.version > known.version) {
      messages ??= [...state.messages];
      messages[at] = message;
    }
    if (!lastMessage || message.seq > lastMessage.seq || (message.seq === lastMessage.seq && message.version > lastMessage.version)) {
      lastMessage = message;
      lastActivityAt = message.createdAt;
    }
    lastSeq = Math.max(lastSeq, message.seq);
    version = Math.max(version, message.version);
    // Who writes has read what stands before: the send moves its author's watermarks in the same commit. What the chat says by itself nobody wrote.
    if (message.kind === "system") continue;
    participants = raise(participants, {
      userId: message.senderId,
      deliveredSeq: message.seq,
      readSeq: message.seq,
      readAt: message.createdAt,
    });
  }
  return settle(state, { messages: messages ?? state.messages, lastMessage, lastActivityAt, lastSeq, version, participants }, viewerId);
}

/** `lastSeq - lastReadSeq` of the viewer; 0 for one who does not take part. */
export function unreadOf(state: Pick<ConversationSummary, "lastSeq" | "participants">, viewerId: string): number {
  const viewer = state.participants.find((participant) => participant.id === viewerId);
  return viewer && viewer.leftAt === null ? Math.max(0, state.lastSeq - viewer.lastReadSeq) : 0;
}

const noSettings: OwnSettings = { mutedUntil: null, archivedAt: null, archivedSeq: 0, version: 0 };

/** Joins a patch into the state: counters only grow, the unread count follows, and nothing changed means the same object. */
function settle(state: ConversationState, patch: Partial<ConversationState>, viewerId: string): ConversationState {
  const next = {
    ...state,
    ...patch,
    version: Math.max(state.version, patch.version ?? 0),
    lastSeq: Math.max(state.lastSeq, patch.lastSeq ?? 0),
  };
  next.unreadCount = unreadOf(next, viewerId);
  return (Object.keys(next) as (keyof ConversationState)[]).every((key) => next[key] === state[key]) ? state : next;
}

function newerSettings(known: OwnSettings, incoming: OwnSettings): OwnSettings {
  return incoming.version > known.version ? incoming : known;
}

/** Each person once, in the order of joining: membership by version, watermarks by the greater. */
function joinParticipants(known: Participant[], incoming: readonly Participant[]): Participant[] {
  let joined = known;
  for (const participant of incoming) {
    const at = joined.findIndex((one) => one.id === participant.id);
    const before = joined[at];
    if (!before) {
      joined = [...joined, participant].sort(byJoining);
      continue;
    }
    const membership = participant.version > before.version ? participant : before;
    const after = { ...membership, ...watermarksOf(before, participant) };
    if (sameParticipant(before, after)) continue;
    joined = replaced(joined, at, after);
    if (before.joinedAt !== after.joinedAt) joined.sort(byJoining);
  }
  return joined;
}

function byJoining(a: Participant, b: Participant): number {
  return a.joinedAt < b.joinedAt ? -1 : a.joinedAt > b.joinedAt ? 1 : a.id < b.id ? -1 : 1;
}

function sameParticipant(a: Participant, b: Participant): boolean {
  return (Object.keys(b) as (keyof Participant)[]).every((key) => a[key] === b[key]);
}

type Watermarks = Pick<Participant, "lastDeliveredSeq" | "lastReadSeq" | "lastReadAt">;

function watermarksOf(a: Watermarks, b: Watermarks): Watermarks {
  return {
    lastDeliveredSeq: Math.max(a.lastDeliveredSeq, b.lastDeliveredSeq),
    lastReadSeq: Math.max(a.lastReadSeq, b.lastReadSeq),
    lastReadAt: b.lastReadSeq > a.lastReadSeq ? b.lastReadAt : a.lastReadAt,
  };
}

function raise(
  participants: Participant[],
  { userId, deliveredSeq, readSeq, readAt }: Pick<ReceiptEvent, "userId" | "deliveredSeq" | "readSeq" | "readAt">,
): Participant[] {
  const at = participants.findIndex((one) => one.id === userId);
  const before = participants[at];
  if (!before || (deliveredSeq <= before.lastDeliveredSeq && readSeq <= before.lastReadSeq)) return participants;
  return replaced(participants, at, {
    ...before,
    ...watermarksOf(before, { lastDeliveredSeq: deliveredSeq, lastReadSeq: readSeq, lastReadAt: readAt }),
  });
}

// Array.prototype.with, which the engines of older phones lack.
function replaced(participants: readonly Participant[], at: number, by: Participant): Participant[] {
  const copy = [...participants];
  copy[at] = by;
  return copy;
}

/** Where a message with this `seq` stands, or would. New messages come at the end, so the search starts there. */
function placeOf(messages: readonly Message[], seq: number): number {
  const last = messages.at(-1);
  if (!last || last.seq < seq) return messages.length;
  let low = 0;
  let high = messages.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((messages[middle]?.seq ?? 0) < seq) low = middle + 1;
    else high = middle;
  }
  return low;
}
