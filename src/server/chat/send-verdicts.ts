/** What `send_messages` in the database is asked about a batch of sends, and what it answers (migrations 0004 and 0017 name the verdicts). */
import type { AppErrorCode } from "../../shared/errors";
import type { Message } from "../../shared/messages";
import { type MessageRow, messageOf } from "../delivery/rows";
import type { ConversationKey } from "../delivery/told";
import type { Send } from "./send-lanes";

/** The verdicts that refuse a send, each with what its sender is told. */
export const refusals = {
  taken: "MESSAGE_ID_TAKEN",
  no_part: "NOT_A_PARTICIPANT",
  no_reply_target: "REPLY_NOT_FOUND",
} as const satisfies Record<string, AppErrorCode>;

interface Sent extends Record<string, unknown> {
  /** The send's place in the question, from 1. */
  n: number;
  verdict: "sent";
  type: ConversationKey["type"];
  gym_id: string;
  seq: number;
  version: number;
  at: string;
}

interface Same extends Record<string, unknown> {
  n: number;
  verdict: "same";
  message: MessageRow;
}

interface NotSent extends Record<string, unknown> {
  n: number;
  verdict: "support" | "busy" | keyof typeof refusals;
}

export type VerdictRow = Sent | Same | NotSent;

export const sendMessages = {
  name: "chat-send-messages-in-order",
  text: "select n, verdict, type, gym_id, seq, version, at, message from send_messages($1, $2, $3, $4, $5, $6, $7, $8, $9)",
};

/**
 * The same for a send that goes alone, at little more than half the price (bench/send-function.ts); with the patience of `together`. Its values:
 * `valuesAlone`; its only answer: `verdictAlone`.
 */
export const sendMessageAlone = {
  name: "chat-send-message-alone",
  text: "select send_one_message($1, $2, $3, $4, $5) as answer",
};

export type AnswerAlone = { answer: unknown[] };

export function verdictAlone([row]: readonly AnswerAlone[]): VerdictRow {
  if (!row) throw new Error("the database did not judge a send that went alone");
  const [verdict, type, gymId, seq, version, at, message = null] = row.answer;
  const time = typeof at === "string" ? new Date(at).toISOString() : null;
  return { n: 1, verdict, type, gym_id: gymId, seq, version, at: time, message } as VerdictRow;
}

export function valuesAlone({ senderId, input: { conversationId, id, content, replyToId } }: Send): unknown[] {
  return [conversationId, id, senderId, content, replyToId ?? null];
}

/** A batch as the statement wants it. */
export class Question {
  /** Of each send that is asked about, its place in the batch. */
  readonly #places: number[] = [];
  readonly #conversations: string[] = [];
  readonly #ids: string[] = [];
  readonly #senders: string[] = [];
  readonly #contents: string[] = [];
  readonly #replies: (string | null)[] = [];
  readonly #counts: number[] = [];
  readonly #steps: (number | null)[] = [];
  readonly #owns: (number | null)[] = [];

  /** @param sends those of a conversation stand together. A second copy of an id is not asked about: it is judged when the first is written. */
  constructor(sends: readonly Send[]) {
    for (let from = 0, to = 0; from < sends.length; from = to) {
      const conversationId = sends[from]?.input.conversationId;
      do to++;
      while (sends[to]?.input.conversationId === conversationId);
      this.#add(sends, from, to);
    }
  }

  /** The statement's parameters, all but the last. */
  get values(): unknown[] {
    return [
      plain(this.#conversations),
      plain(this.#ids),
      plain(this.#senders),
      this.#contents,
      plain(this.#replies),
      plain(this.#counts),
      plain(this.#steps),
      plain(this.#owns),
    ];
  }

  /** The place in the batch of the send that a row speaks of. */
  placeOf({ n }: VerdictRow): number {
    const place = this.#places[n - 1];
    if (place === undefined) throw new Error(`the database judged send ${n} of ${this.#places.length}`);
    return place;
  }

  /** Adds the sends of one conversation: nearly always one. */
  #add(sends: readonly Send[], from: number, to: number): void {
    const head = this.#ids.length;
    const known = to - from > 1 ? new Set<string>() : null;
    for (let place = from; place < to; place++) {
      const send = sends[place];
      if (!send || known?.has(send.input.id)) continue;
      known?.add(send.input.id);
      this.#places.push(place);
      this.#conversations.push(send.input.conversationId);
      this.#ids.push(send.input.id);
      this.#senders.push(send.senderId);
      this.#contents.push(send.input.content);
      this.#replies.push(send.input.replyToId ?? null);
      this.#counts.push(this.#ids.length - head);
      this.#steps.push(null);
      this.#owns.push(1);
    }
    this.#steps[head] = this.#ids.length - head;
    if (known) this.#countOwns(head);
  }

  /** Beside a sender's last, how many are theirs; nothing beside the others. */
  #countOwns(head: number): void {
    const lastOf = new Map<string, number>();
    for (let at = head; at < this.#ids.length; at++) {
      const senderId = this.#senders[at] ?? "";
      const before = lastOf.get(senderId);
      lastOf.set(senderId, at);
      if (before === undefined) continue;
      this.#owns[at] = (this.#owns[before] ?? 0) + 1;
      this.#owns[before] = null;
    }
  }
}

/** Ids and numbers as PostgreSQL reads an array: the driver would look at each for what must be escaped. */
function plain(values: readonly (string | number | null)[]): string {
  return `{${values.map((value) => value ?? "NULL").join(",")}}`;
}

/** The message that a verdict stands for, if it does for one. */
export function messageIn(row: VerdictRow, { senderId, input }: Send): Message | undefined {
  if (row.verdict === "same") return messageOf(row.message);
  if (row.verdict !== "sent") return undefined;
  return {
    id: input.id,
    conversationId: input.conversationId,
    seq: row.seq,
    version: row.version,
    senderId,
    kind: "text",
    content: input.content,
    replyToId: input.replyToId ?? null,
    createdAt: row.at,
    editedAt: null,
    deletedAt: null,
  };
}
