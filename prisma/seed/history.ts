import type { Role } from "../../src/shared/people";
import type { CasePriority, CaseStatus } from "../../src/shared/support";
import { type Random, uuidAt } from "./random";

/** A person who is in the database already. */
export interface Known {
  id: string;
  name: string;
  role: Role;
}

/** What somebody wrote. */
export interface Said {
  by: Known;
  text: string;
  /** Epoch milliseconds. */
  at: number;
}

/** The side of an exchange that only the desk sees. */
export interface Episode {
  topic: string | null;
  status: CaseStatus;
  priority: CasePriority;
  assignee: Known | null;
  labels: string[];
}

export interface Plan {
  type: "direct" | "group" | "support";
  name: string | null;
  gymId: string;
  /** Whose support conversation it is. */
  member: Known | null;
  /** Who is there from the beginning. */
  people: Known[];
  /** Each stretch of talk, oldest first, and its episode in a support conversation. */
  exchanges: { said: Said[]; episode?: Episode }[];
  /** How many of the last messages somebody has not read, by user id; the others have read nearly everything. */
  unread: ReadonlyMap<string, number>;
  notes: { author: Known; content: string }[];
}

interface Part {
  person: Known;
  joinedAt: number;
  joinedVersion: number;
  joinedSeq: number;
  readSeq: number;
  readAt: number | null;
  deliveredSeq: number;
  version: number;
  changedAt: number;
}

export interface History {
  id: string;
  plan: Plan;
  createdAt: number;
  changedAt: number;
  lastMessageAt: number | null;
  lastSeq: number;
  version: number;
  parts: Part[];
  messages: { id: string; seq: number; version: number; by: string; text: string; at: number }[];
  readMarks: { userId: string; seq: number; at: number }[];
  cases: (Episode & {
    number: number;
    openedAt: number;
    waitingSince: number | null;
    firstReplyAt: number | null;
    resolvedAt: number | null;
    version: number;
    changedAt: number;
  })[];
  notes: { id: string; author: string; content: string; at: number; version: number }[];
}

/** Lives a plan through, step by step as the server would have, so that every counter is what it would be. */
export function liveThrough(plan: Plan, { nowMs, random }: { nowMs: number; random: Random }): History {
  const first = plan.exchanges[0]?.said[0]?.at ?? nowMs;
  const createdAt = first - random.between(20, 400) * 1_000;
  const parts = new Map<string, Part>();
  const history: History = {
    id: uuidAt(createdAt, random),
    plan,
    createdAt,
    changedAt: createdAt,
    lastMessageAt: null,
    lastSeq: 0,
    version: 1,
    parts: [],
    messages: [],
    readMarks: [],
    cases: [],
    notes: [],
  };
  for (const person of plan.people) parts.set(person.id, newPart(person, history, createdAt));
  const total = plan.exchanges.reduce((sum, { said }) => sum + said.length, 0);
  for (const [at, { said, episode }] of plan.exchanges.entries()) {
    for (const one of said) say({ history, parts, random }, one);
    const ends = said.at(-1)?.at ?? createdAt;
    const next = plan.exchanges[at + 1]?.said[0]?.at ?? nowMs;
    if (plan.exchanges.length - at < 60 || random.chance(0.15)) readAll({ history, parts, total, random }, ends, next);
    if (episode) history.cases.push(caseOf(history, { episode, said, next }));
  }
  for (const { author, content } of plan.notes) {
    const at = Math.min(history.changedAt + 90_000, nowMs - 1_000);
    step(history, at);
    history.notes.push({ id: uuidAt(at, random), author: author.id, content, at: history.changedAt, version: history.version });
  }
  for (const part of parts.values()) {
    // Most phones have received what nobody has looked at yet.
    if (part.deliveredSeq === history.lastSeq || random.chance(0.3)) continue;
    step(history, history.changedAt);
    Object.assign(part, { deliveredSeq: history.lastSeq, version: history.version, changedAt: history.changedAt });
  }
  history.parts = [...parts.values()];
  return history;
}

function step(history: History, at: number): void {
  history.version++;
  history.changedAt = Math.max(history.changedAt, at);
}

function newPart(person: Known, history: History, at: number): Part {
  const { version, lastSeq } = history;
  return {
    person,
    joinedAt: at,
    joinedVersion: version,
    joinedSeq: lastSeq,
    readSeq: lastSeq,
    readAt: at,
    deliveredSeq: lastSeq,
    version,
    changedAt: at,
  };
}

function say({ history, parts, random }: Omit<Reading, "total">, { by, text, at }: Said): void {
  step(history, at);
  history.lastSeq++;
  history.lastMessageAt = history.changedAt;
  const known = parts.get(by.id);
  const part = known ?? newPart(by, history, history.changedAt);
  parts.set(by.id, part);
  if (part.readSeq < history.lastSeq - 1) history.readMarks.push({ userId: by.id, seq: history.lastSeq, at: history.changedAt });
  raise(part, history, { seq: history.lastSeq, at: history.changedAt });
  history.messages.push({
    id: uuidAt(history.changedAt, random),
    seq: history.lastSeq,
    version: history.version,
    by: by.id,
    text,
    at: history.changedAt,
  });
}

function raise(part: Part, history: History, { seq, at }: { seq: number; at: number }): void {
  Object.assign(part, {
    readSeq: seq,
    readAt: at,
    deliveredSeq: Math.max(part.deliveredSeq, seq),
    version: history.version,
    changedAt: at,
  });
}

interface Reading {
  history: History;
  parts: Map<string, Part>;
  /** Messages that the conversation will have in the end. */
  total: number;
  random: Random;
}

/** After an exchange people look at it, one after the other, before the next one begins. */
function readAll({ history, parts, total, random }: Reading, ends: number, next: number): void {
  let at = ends;
  for (const part of random.shuffle([...parts.values()])) {
    const seq = Math.min(history.lastSeq, total - (history.plan.unread.get(part.person.id) ?? 0));
    const wait = random.between(4, 900) * 1_000;
    if (seq <= part.readSeq) continue;
    at = Math.min(at + wait, next - 1_000);
    if (at <= history.changedAt) at = history.changedAt;
    step(history, at);
    history.readMarks.push({ userId: part.person.id, seq, at: history.changedAt });
    raise(part, history, { seq, at: history.changedAt });
    // The phone has it even when nobody looks.
    part.deliveredSeq = Math.max(part.deliveredSeq, history.lastSeq);
  }
}

function caseOf(history: History, { episode, said, next }: { episode: Episode; said: Said[]; next: number }): History["cases"][number] {
  const isFromMember = ({ by }: Said) => by.id === history.plan.member?.id;
  const openedAt = said[0]?.at ?? history.changedAt;
  const lastAnswer = said.findLastIndex((one) => !isFromMember(one));
  const waits = episode.status === "open" ? said.slice(lastAnswer + 1).find(isFromMember) : undefined;
  step(history, Math.min(history.changedAt + 40_000, next - 500));
  return {
    ...episode,
    number: history.cases.length + 1,
    openedAt,
    waitingSince: waits?.at ?? null,
    firstReplyAt: said.find((one) => !isFromMember(one))?.at ?? null,
    resolvedAt: episode.status === "resolved" ? history.changedAt : null,
    version: history.version,
    changedAt: history.changedAt,
  };
}
