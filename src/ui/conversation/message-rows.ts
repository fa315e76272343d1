import type { OutboxMessage, Thread } from "@/client/chat-client.types";
import type { Message } from "@/shared/messages";
import { dayNumber } from "../hooks/format-time";

/** What a bubble draws, acknowledged or not. */
export interface BubbleContent {
  id: string;
  senderId: string;
  content: string;
  replyToId: string | null;
  /** Epoch ms. */
  time: number;
  /** `null` before the server has it. */
  message: Message | null;
  /** `null` once the server has it. */
  outbox: OutboxMessage | null;
}

/** What stands between the messages without being one: at a desk, notes and what was done. */
export interface ExtraRow {
  key: string;
  /** The conversation's `version` when it came to be: its place among the messages. */
  version: number;
  /** Epoch ms. */
  time: number;
  /** How high it will be, about. */
  heightPx: number;
}

export type MessageRow =
  | { kind: "day"; key: string; time: number }
  | { kind: "unread"; key: "unread" }
  | { kind: "system"; key: string; message: Message }
  | { kind: "extra"; key: string; extra: ExtraRow }
  | { kind: "bubble"; key: string; bubble: BubbleContent; startsGroup: boolean };

type Loaded = Pick<Thread, "messages" | "outbox" | "hasMoreBefore"> & Partial<Pick<Thread, "hasMoreAfter">>;

interface RowOptions {
  viewerId: string;
  /** Everything after this `seq` was unread when the conversation was opened; `null` draws no line. */
  unreadAfterSeq: number | null;
  /** How far the server's clock is ahead of this device's. */
  clockOffsetMs: number;
  /** Ascending `version`. */
  extras?: readonly ExtraRow[];
}

/** Messages of one author that follow each other this closely share one head. */
const groupGapMs = 5 * 60 * 1000;

/**
 * The rows of a conversation, oldest first. A row never changes its height because older messages came in: what stands above a message (a day,
 * a name) depends on its predecessor, so the oldest loaded message is held back until its predecessor is known or known not to exist.
 */
export function messageRows(thread: Loaded, options: RowOptions): MessageRow[] {
  const rows: MessageRow[] = [];
  let previous: BubbleContent | null = null;
  let previousDay: number | null = null;
  let unreadDrawn = options.unreadAfterSeq === null;
  let isHeldBack = thread.hasMoreBefore;
  for (const piece of inOrder(bubblesOf(thread, options), options.extras ?? none)) {
    if (isHeldBack) {
      // What stands before the held back message belongs to the history that is not here.
      isHeldBack = !piece.message;
      if (piece.message || !piece.outbox) {
        if (piece.message) [previous, previousDay] = [piece, dayNumber(piece.time)];
        continue;
      }
    }
    const isNewDay = previousDay !== dayNumber(piece.time);
    previousDay = dayNumber(piece.time);
    if ("extra" in piece) {
      if (isNewDay) rows.push({ kind: "day", key: `day:${piece.extra.key}`, time: piece.time });
      rows.push({ kind: "extra", key: piece.extra.key, extra: piece.extra });
      previous = null;
      continue;
    }
    if (isNewDay) rows.push({ kind: "day", key: `day:${piece.id}`, time: piece.time });
    const isFirstUnread = !unreadDrawn && isUnread(piece, options);
    if (isFirstUnread) {
      rows.push({ kind: "unread", key: "unread" });
      unreadDrawn = true;
    }
    if (piece.message?.kind === "system") rows.push({ kind: "system", key: piece.id, message: piece.message });
    else
      rows.push({ kind: "bubble", key: piece.id, bubble: piece, startsGroup: isNewDay || isFirstUnread || startsGroup(previous, piece) });
    previous = piece;
  }
  return rows;
}

const none: readonly ExtraRow[] = [];

/** An extra row, which stands where a bubble could. */
interface ExtraPiece {
  extra: ExtraRow;
  time: number;
  message: null;
  outbox: null;
}

/** Bubbles with the extras at their places: each behind the messages that it was written after. */
function* inOrder(bubbles: readonly BubbleContent[], extras: readonly ExtraRow[]): Generator<BubbleContent | ExtraPiece> {
  if (extras.length === 0) {
    yield* bubbles;
    return;
  }
  const versions = placesOf(bubbles);
  let next = 0;
  for (const [at, bubble] of bubbles.entries()) {
    for (let extra = extras[next]; extra && extra.version < (versions[at] ?? 0); extra = extras[++next]) yield pieceOf(extra);
    yield bubble;
  }
  for (const extra of extras.slice(next)) yield pieceOf(extra);
}

const pieceOf = (extra: ExtraRow): ExtraPiece => ({ extra, time: extra.time, message: null, outbox: null });

/** The version at which each message came, as far as it can be told: one that was changed later came before those after it. */
function placesOf(bubbles: readonly BubbleContent[]): number[] {
  const places: number[] = [];
  let later = Number.POSITIVE_INFINITY;
  for (const bubble of [...bubbles].reverse()) {
    later = Math.min(later, bubble.message?.version ?? Number.POSITIVE_INFINITY);
    places.push(later);
  }
  return places.reverse();
}

function bubblesOf({ messages, outbox, hasMoreAfter }: Loaded, { viewerId, clockOffsetMs }: RowOptions): BubbleContent[] {
  const bubbles = messages.map(bubbleOf);
  const newestMs = bubbles.at(-1)?.time ?? 0;
  // What waits to be sent comes after the newest message, and is drawn only there.
  for (const waiting of hasMoreAfter ? [] : outbox) {
    // A device clock that is behind must not put a waiting message on the day before the messages above it.
    const time = Math.max(waiting.writtenAt + clockOffsetMs, newestMs);
    const { id, content, replyToId } = waiting;
    bubbles.push({ id, senderId: viewerId, content, replyToId, time, message: null, outbox: waiting });
  }
  return bubbles;
}

const known = new WeakMap<Message, BubbleContent>();

/** The same bubble for the same message, so that a long history is neither parsed nor drawn again when one message comes. */
function bubbleOf(message: Message): BubbleContent {
  let bubble = known.get(message);
  if (!bubble) {
    const { id, senderId, content, replyToId } = message;
    bubble = { id, senderId, content, replyToId, time: Date.parse(message.createdAt), message, outbox: null };
    known.set(message, bubble);
  }
  return bubble;
}

function isUnread({ message, senderId }: BubbleContent, { unreadAfterSeq, viewerId }: RowOptions): boolean {
  return message !== null && unreadAfterSeq !== null && message.seq > unreadAfterSeq && senderId !== viewerId;
}

function startsGroup(previous: BubbleContent | null, bubble: BubbleContent): boolean {
  if (!previous || previous.senderId !== bubble.senderId || previous.message?.kind === "system") return true;
  return bubble.time - previous.time > groupGapMs;
}

/** How many messages of others stand after `seq`. */
export function countAfter(messages: readonly Message[], seq: number, viewerId: string): number {
  let count = 0;
  for (let at = messages.length - 1; at >= 0; at--) {
    const message = messages[at];
    if (!message || message.seq <= seq) break;
    if (message.senderId !== viewerId && message.kind === "text") count++;
  }
  return count;
}
