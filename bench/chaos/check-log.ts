/** The log that is stored and what everybody saw of it: I1 to I5, I8, I9, I17. */
import type { Check, Report, Sent } from "./check";
import { entryOf, grouped, type Op, type SendOp, type StoredOp } from "./history";

interface Seen {
  id: string;
  hash: string;
}

export class LogCheck implements Check {
  readonly sends = new Map<string, Sent>();
  acknowledged = 0;
  /** Conversation → what was first seen at each place. */
  readonly #seen = new Map<string, Seen[]>();
  /** Seen where something else was seen before. */
  readonly #strays: { who: string; id: string }[] = [];

  constructor(private readonly report: Report) {}

  take(op: Op): void {
    if (op.f === "send") this.#takeSend(op);
    else if (op.f === "apply") this.#see(op.client, op.conversation, op);
    else if (op.f === "read" || op.f === "hold" || op.f === "load")
      for (const message of op.messages) this.#see(op.client, op.conversation, message);
  }

  end(stored: ReadonlyMap<string, StoredOp>): void {
    for (const op of stored.values()) this.#judgeStored(op);
    this.#judgeSends(stored);
    this.#judgeSeen(stored);
    this.#judgeRealTime();
  }

  /** I3: attempts with one id are one send, wherever they are made. */
  #takeSend({ id, conversation, user, hash, invoked, ended, outcome, seq = 0 }: SendOp): void {
    let sent = this.sends.get(id);
    if (!sent) {
      sent = { id, conversation, user, hash, began: invoked, acknowledged: Number.POSITIVE_INFINITY, seq: 0, isRefused: false };
      this.sends.set(id, sent);
    }
    if (sent.hash !== hash || sent.user !== user) {
      if (outcome === "ok") this.report("I3", `${id} was taken again with another text or sender`);
      return;
    }
    sent.began = Math.min(sent.began, invoked);
    if (outcome === "fail") sent.isRefused = true;
    if (outcome !== "ok") return;
    if (sent.seq === 0) this.acknowledged++;
    else if (sent.seq !== seq) this.report("I3", `${id} was acknowledged with seq ${sent.seq} and with ${seq}`);
    sent.seq = seq;
    sent.acknowledged = Math.min(sent.acknowledged, ended);
  }

  /** I5: all who see a place in a conversation see the same message there. */
  #see(who: string, conversation: string, { seq, id, hash }: Seen & { seq: number }): void {
    const places = entryOf(this.#seen, conversation, () => []);
    const before = places[seq];
    if (!before) places[seq] = { id, hash };
    else if (before.id !== id || before.hash !== hash) {
      this.report("I5", `${who} saw another message at ${conversation} ${seq}`);
      this.#strays.push({ who, id });
    }
  }

  /** I2, I3, I4: the stored log is dense, holds each id once, and nothing that nobody sent. */
  #judgeStored({ conversation, messages, lastSeq }: StoredOp): void {
    const ids = new Set<string>();
    for (const [at, message] of messages.entries()) {
      if (message.seq !== at + 1) this.report("I4", `${conversation} holds seq ${message.seq} at place ${at + 1}`);
      if (ids.has(message.id)) this.report("I3", `${conversation} holds ${message.id} twice`);
      ids.add(message.id);
      const sent = this.sends.get(message.id);
      if (!sent) this.report("I2", `${message.id} was never sent`);
      else if (sent.isRefused && sent.seq === 0) this.report("I2", `${message.id} was refused and is stored`);
      if (sent && (sent.hash !== message.hash || sent.user !== message.sender))
        this.report("I5", `${message.id} is stored with another text or sender`);
    }
    if (lastSeq !== messages.length) this.report("I4", `${conversation} counts ${lastSeq} messages and holds ${messages.length}`);
  }

  /** I1, I3, I17: every send has an end; an acknowledged one is stored, once, where its acknowledgement said. */
  #judgeSends(stored: ReadonlyMap<string, StoredOp>): void {
    const places = new Map<string, number>();
    for (const { messages } of stored.values()) for (const { id, seq } of messages) places.set(id, seq);
    for (const { id, seq, isRefused } of this.sends.values()) {
      if (seq === 0 && !isRefused) this.report("I17", `${id} has no end`);
      if (seq === 0) continue;
      const place = places.get(id);
      if (place === undefined) this.report("I1", `${id} was acknowledged with seq ${seq} and is not stored`);
      else if (place !== seq) this.report("I3", `${id} was acknowledged with seq ${seq} and is stored with ${place}`);
    }
  }

  /** I2, I5: what was seen was sent, and stands there in the end. */
  #judgeSeen(stored: ReadonlyMap<string, StoredOp>): void {
    for (const [conversation, places] of this.#seen) {
      const messages = stored.get(conversation)?.messages ?? [];
      for (const [seq, seen] of places.entries()) {
        if (!seen) continue;
        if (!this.sends.has(seen.id)) this.report("I2", `${seen.id} was seen and never sent`);
        const row = messages[seq - 1];
        if (row?.id !== seen.id || row.hash !== seen.hash)
          this.report("I5", `${conversation} ${seq} was seen as ${seen.id} and is ${row?.id}`);
      }
    }
    for (const { who, id } of this.#strays) if (!this.sends.has(id)) this.report("I2", `${who} saw ${id}, which was never sent`);
  }

  /** I8, I9: what was acknowledged before another send began stands before it. A client sends one after the other, so its own order is part of it. */
  #judgeRealTime(): void {
    const acknowledged = [...this.sends.values()].filter(({ seq }) => seq > 0);
    for (const group of grouped(acknowledged, ({ conversation }) => conversation).values()) {
      const byEnd = [...group].sort((a, b) => a.acknowledged - b.acknowledged);
      let at = 0;
      let highest = 0;
      for (const one of group.sort((a, b) => a.began - b.began)) {
        for (; (byEnd[at]?.acknowledged ?? Number.POSITIVE_INFINITY) < one.began; at++) highest = Math.max(highest, byEnd[at]?.seq ?? 0);
        if (one.seq <= highest) this.report("I8", `${one.id} has seq ${one.seq}, though ${highest} was acknowledged before it was sent`);
      }
    }
  }
}
