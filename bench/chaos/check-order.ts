/** What each client made of what it was told: I6, I7, I12, I14, I15, and that everybody holds everything at rest (I1). */
import type { Check, Report } from "./check";
import { entryOf, type HoldOp, type Op, type ReceiptOp, type StoredOp } from "./history";

/** A client's newest message by conversation. */
type Newest = Map<string, number>;

export class OrderCheck implements Check {
  readonly #newest = new Map<string, Newest>();
  /** `user conversation` → the newest message that any device of theirs has. */
  readonly #reached = new Map<string, number>();
  readonly #receipts = new Map<string, number>();
  /** Receipts of what no device of theirs had: right only where they wrote it themselves. */
  readonly #doubts: ReceiptOp[] = [];
  readonly #listeners = new Map<string, string>();
  readonly #holds: HoldOp[] = [];
  readonly #passed = new Map<string, number>();

  constructor(private readonly report: Report) {}

  take(op: Op): void {
    switch (op.f) {
      case "reset":
        this.#listeners.set(op.client, op.user);
        this.#newest.delete(op.client);
        return;
      case "forget":
        this.#newest.get(op.client)?.delete(op.conversation);
        return;
      case "load": {
        const newest = op.messages.at(-1)?.seq ?? 0;
        if (!isDense(op.messages)) this.report("I7", `${op.client} began ${op.conversation} with a hole`);
        const known = this.#of(op.client);
        known.set(op.conversation, Math.max(known.get(op.conversation) ?? 0, newest));
        this.#reach(op.user, op.conversation, newest);
        return;
      }
      case "apply":
        this.#reach(op.user, op.conversation, op.seq);
        if (!op.isRepeat) this.#apply(op.client, op.conversation, op.seq);
        return;
      case "read":
        this.#reach(op.user, op.conversation, op.messages.at(-1)?.seq ?? 0);
        return;
      case "receipt":
        this.#takeReceipt(op);
        return;
      case "level":
        if (op.held !== op.fresh) this.report("I12", `${op.client} made of ${op.conversation}: ${op.held} — and it is: ${op.fresh}`);
        return;
      case "hold":
        this.#holds.push(op);
    }
  }

  end(stored: ReadonlyMap<string, StoredOp>): void {
    this.#judgeRest(stored);
    for (const [key, deliveredSeq] of this.#passed) {
      const [conversation = ""] = key.split(" ");
      if (deliveredSeq > (stored.get(conversation)?.lastSeq ?? 0)) this.report("I15", `${key} passed the newest message`);
    }
    for (const { user, conversation, deliveredSeq } of this.#doubts) {
      if (stored.get(conversation)?.messages[deliveredSeq - 1]?.sender !== user)
        this.report("I14", `${user} is said to have ${conversation} ${deliveredSeq}, which no device of theirs was told`);
    }
  }

  /** I6, I7: what a client is told anew comes in the order of the conversation, never twice, and leaves nothing out. */
  #apply(client: string, conversation: string, seq: number): void {
    const known = this.#of(client);
    const before = known.get(conversation);
    if (before !== undefined && seq <= before) this.report("I6", `${client} applied ${conversation} ${seq} after ${before}`);
    else if (before !== undefined && seq > before + 1) this.report("I7", `${client} applied ${conversation} ${seq} right after ${before}`);
    known.set(conversation, Math.max(before ?? 0, seq));
  }

  /** I14, I15: a watermark never falls, passes neither the log nor what that person's devices have, and is delivered before it is read. */
  #takeReceipt(op: ReceiptOp): void {
    const { client, conversation, user, readSeq, deliveredSeq } = op;
    const key = `${client} ${conversation} ${user}`;
    const before = this.#receipts.get(key) ?? 0;
    if (readSeq < before) this.report("I15", `${key} fell from ${before} to ${readSeq}`);
    this.#receipts.set(key, Math.max(before, readSeq));
    if (readSeq > deliveredSeq) this.report("I15", `${key} was read before it was delivered`);
    const passed = `${conversation} ${user}`;
    this.#passed.set(passed, Math.max(this.#passed.get(passed) ?? 0, deliveredSeq));
    if (deliveredSeq > (this.#reached.get(`${user} ${conversation}`) ?? 0)) this.#doubts.push(op);
  }

  /** I1, I7: at rest everybody who takes part holds the end of the stored log, without a hole. */
  #judgeRest(stored: ReadonlyMap<string, StoredOp>): void {
    const holds = new Set(this.#holds.map(({ client, conversation }) => `${client} ${conversation}`));
    for (const [client, user] of this.#listeners) {
      for (const { conversation, members } of stored.values()) {
        if (members.includes(user) && !holds.has(`${client} ${conversation}`)) this.report("I1", `${client} does not hold ${conversation}`);
      }
    }
    for (const op of this.#holds) {
      const log = stored.get(op.conversation);
      if (!log) this.report("I2", `${op.client} holds ${op.conversation}, which is not stored`);
      else if (log.members.includes(op.user)) {
        const newest = op.messages.at(-1)?.seq ?? 0;
        if (newest !== log.lastSeq) this.report("I1", `${op.client} holds ${op.conversation} up to ${newest} of ${log.lastSeq}`);
        if (!isDense(op.messages)) this.report("I7", `${op.client} holds ${op.conversation} with a hole`);
      }
    }
  }

  #reach(user: string, conversation: string, seq: number): void {
    const key = `${user} ${conversation}`;
    if (seq > (this.#reached.get(key) ?? 0)) this.#reached.set(key, seq);
  }

  #of(client: string): Newest {
    return entryOf(this.#newest, client, () => new Map());
  }
}

function isDense(messages: readonly { seq: number }[]): boolean {
  return messages.every(({ seq }, at) => at === 0 || seq === (messages[at - 1]?.seq ?? 0) + 1);
}
