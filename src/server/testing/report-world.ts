/** Made-up months at a desk, lived through by chance: what the tests of reports count. */
import { randomUUID } from "node:crypto";
import type { CaseFact } from "../../shared/cases";

/** Something that happened, as its row has it. */
export interface Entry {
  conversationId: string;
  number: number;
  version: number;
  place: number;
  actorId: string | null;
  /** Epoch milliseconds. */
  at: number;
  fact: CaseFact;
}

export interface Message {
  conversationId: string;
  version: number;
  seq: number;
  senderId: string;
  at: number;
  kind: "text" | "system";
}

export interface CaseRow {
  conversationId: string;
  number: number;
  status: "open" | "resolved";
  assigneeId: string | null;
  labels: string[];
  openedAt: number;
  waitingSince: number | null;
}

export interface Conversation {
  id: string;
  memberId: string;
  createdAt: number;
  version: number;
  seq: number;
  changedAt: number;
}

/** Everything that was made up. */
export interface Lived {
  conversations: Conversation[];
  cases: CaseRow[];
  entries: Entry[];
  messages: Message[];
}

/** Chance, a number from 0 to 1 at each call. */
export type Chance = () => number;

/** The same numbers for the same seed. */
export function chanceOf(seed: number): Chance {
  let state = seed >>> 0 || 1;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 2 ** 32;
  };
}

export interface Life {
  members: readonly string[];
  staff: readonly string[];
  labels: readonly string[];
  /** Epoch milliseconds. */
  from: number;
  to: number;
  chance: Chance;
  /** The longest that nothing happens in a conversation, at most. */
  pauseMsMax: number;
}

/** Each member talks to the desk, and the desk answers, resolves, opens again and merges, until the time is over. */
export function liveThrough({ members, ...life }: Life): Lived {
  const lived: Lived = { conversations: [], cases: [], entries: [], messages: [] };
  for (const memberId of members) new Talk(lived, { memberId, ...life }).live();
  return lived;
}

type Setting = Omit<Life, "members"> & { memberId: string };

/** One support conversation. */
class Talk {
  readonly #conversation: Conversation;
  #current: CaseRow;
  #hasReply = false;
  readonly #merged = new Set<number>();
  #at: number;

  constructor(
    private readonly lived: Lived,
    private readonly setting: Setting,
  ) {
    const { chance, from, to, memberId } = setting;
    this.#at = from + Math.floor(chance() * (to - from));
    this.#conversation = { id: randomUUID(), memberId, createdAt: this.#at, version: 1, seq: 0, changedAt: this.#at };
    lived.conversations.push(this.#conversation);
    this.#current = this.#open(1);
  }

  live(): void {
    const { chance, to, pauseMsMax } = this.setting;
    for (;;) {
      this.#at += 1 + Math.floor(chance() ** 3 * pauseMsMax);
      if (this.#at >= to) return;
      this.#conversation.version += 1 + Math.floor(chance() * 3);
      this.#conversation.changedAt = this.#at;
      this.#happen(chance());
    }
  }

  #happen(luck: number): void {
    const current = this.#current;
    if (luck < 0.35) this.#memberWrites();
    else if (luck < 0.7) this.#deskWrites();
    else if (luck < 0.8 && current.status === "open") this.#resolve();
    else if (luck < 0.86 && current.status === "resolved") this.#openAgain();
    else if (luck < 0.9) this.#assign();
    else if (luck < 0.94) this.#label();
    else if (luck < 0.95) this.#say(this.#anybody(), "system");
    else if (current.number > 1) this.#merge();
  }

  #open(number: number): CaseRow {
    const row: CaseRow = {
      conversationId: this.#conversation.id,
      number,
      status: "open",
      assigneeId: null,
      labels: [],
      openedAt: this.#at,
      waitingSince: null,
    };
    this.#current = row;
    this.#hasReply = false;
    this.lived.cases.push(row);
    this.#note({ kind: "opened", topic: null }, this.setting.memberId);
    return row;
  }

  #memberWrites(): void {
    if (this.#current.status === "resolved") this.#open(this.#current.number + 1);
    this.#say(this.setting.memberId);
    this.#current.waitingSince ??= this.#at;
  }

  #deskWrites(): void {
    const by = this.#anybody();
    this.#say(by);
    const { waitingSince } = this.#current;
    if (waitingSince === null) return;
    this.#note({ kind: "replied", waitedSince: iso(waitingSince), isFirst: !this.#hasReply }, by);
    this.#hasReply = true;
    this.#current.waitingSince = null;
  }

  #resolve(): void {
    const { waitingSince } = this.#current;
    const actor = this.setting.chance() < 0.1 ? null : this.#anybody();
    this.#note(
      { kind: "status", from: "open", to: "resolved", until: null, waitedSince: waitingSince === null ? null : iso(waitingSince) },
      actor,
    );
    this.#current.status = "resolved";
    this.#current.waitingSince = null;
  }

  #openAgain(): void {
    this.#note({ kind: "status", from: "resolved", to: "open", until: null, waitedSince: null });
    this.#current.status = "open";
  }

  #assign(): void {
    const to = this.setting.chance() < 0.2 ? null : this.#anybody();
    this.#note({ kind: "assigned", from: this.#current.assigneeId, to });
    this.#current.assigneeId = to;
  }

  #label(): void {
    const label = pick(this.setting.labels, this.setting.chance);
    if (this.#current.labels.includes(label)) return;
    this.#note({ kind: "labels", added: [label], removed: [] });
    this.#current.labels.push(label);
  }

  #merge(): void {
    const earlier = 1 + Math.floor(this.setting.chance() * (this.#current.number - 1));
    if (this.#merged.has(earlier)) return;
    this.#merged.add(earlier);
    const { openedAt, labels } = this.#current;
    this.#note({
      kind: "merged",
      earlier,
      before: { topic: null, priority: "normal", labels: [...labels], openedAt: iso(openedAt), firstReplyAt: null },
    });
  }

  #anybody(): string {
    return pick(this.setting.staff, this.setting.chance);
  }

  #say(senderId: string, kind: Message["kind"] = "text"): void {
    const { id: conversationId, version } = this.#conversation;
    this.lived.messages.push({ conversationId, version, seq: ++this.#conversation.seq, senderId, at: this.#at, kind });
  }

  #note(fact: CaseFact, actorId: string | null = this.#anybody()): void {
    const { id: conversationId, version } = this.#conversation;
    const before = this.lived.entries.at(-1);
    const place = before?.conversationId === conversationId && before.version === version ? before.place + 1 : 0;
    this.lived.entries.push({ conversationId, number: this.#current.number, version, place, actorId, at: this.#at, fact });
  }
}

function pick<T>(from: readonly T[], chance: Chance): T {
  const one = from[Math.floor(chance() * from.length)];
  if (one === undefined) throw new Error("there is nothing to pick from");
  return one;
}
const iso = (at: number) => new Date(at).toISOString();
