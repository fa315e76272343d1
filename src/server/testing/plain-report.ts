/** The same numbers as a report's, counted in the plainest way from everything that ever happened: slow, and hard to get wrong. */
import { type BusinessHours, businessSeconds } from "../../shared/business-hours";
import type { Figures, Spread, VolumeFigure } from "../../shared/reports";
import type { Entry, Lived } from "./report-world";

/** One thing that counts. */
export interface Fact {
  figure: VolumeFigure | "firstReply" | "nextReply";
  conversationId: string;
  number: number;
  at: number;
  since: number | null;
  staffId: string | null;
  labels: readonly string[];
}

/** Without a `staffId` it is the owner's of the case. */
type Counted = Pick<Fact, "number" | "at"> & Partial<Pick<Fact, "staffId" | "since">>;

/** Everything that counts, of all times. */
export function factsOf(lived: Lived): Fact[] {
  const facts: Fact[] = [];
  for (const conversation of lived.conversations) {
    const entries = lived.entries.filter((one) => one.conversationId === conversation.id);
    const continues = continuedOf(entries);
    const caseOf = (number: number) => lived.cases.find((one) => one.conversationId === conversation.id && one.number === number);
    const began = new Map<number, number>();
    const add = (figure: Fact["figure"], { number, at, staffId, since = null }: Counted) => {
      const one = caseOf(number);
      const owner = staffId === undefined ? (one?.assigneeId ?? null) : staffId;
      const labels = one?.labels ?? [];
      facts.push({ figure, conversationId: conversation.id, number, at, since, staffId: owner, labels });
    };
    /** What was resolved less than a minute ago was a mistake; the facts of the case are the last ones made. */
    const resolvedWith = new Map<number, { at: number; facts: number }>();
    const takeBack = (number: number, at: number): boolean => {
      const last = resolvedWith.get(number);
      if (!last || at > last.at + 60_000) return false;
      const isMistake = (one: Fact) => one.number === number && (one.figure === "resolved" || one.figure === "unanswered");
      facts.splice(last.facts, facts.length, ...facts.slice(last.facts).filter((one) => !isMistake(one)));
      return true;
    };
    for (const entry of entries) {
      const { fact, number, at, actorId } = entry;
      if (fact.kind === "opened") {
        began.set(number, at);
        add(continues.has(number) ? "reopened" : "opened", { number, at });
      } else if (fact.kind === "replied") {
        const figure = fact.isFirst && !continues.has(number) ? "firstReply" : "nextReply";
        add(figure, { number, at, staffId: actorId, since: Date.parse(fact.waitedSince) });
      } else if (fact.kind === "status") {
        if (fact.from === "resolved" && fact.to !== "resolved" && !takeBack(number, at)) {
          began.set(number, at);
          add("reopened", { number, at });
        }
        if (fact.to === "resolved" && fact.from !== "resolved") {
          resolvedWith.set(number, { at, facts: facts.length });
          add("resolved", { number, at, staffId: actorId, since: began.get(number) ?? null });
          if (fact.waitedSince !== null) add("unanswered", { number, at, staffId: actorId, since: Date.parse(fact.waitedSince) });
        }
      }
    }
    for (const { senderId, at, version, kind } of lived.messages.filter((one) => one.conversationId === conversation.id)) {
      if (kind === "system") continue;
      const number = entries.findLast(({ fact, ...one }) => fact.kind === "opened" && one.version <= version)?.number ?? 0;
      const isIn = senderId === conversation.memberId;
      add(isIn ? "messagesIn" : "messagesOut", { number, at, ...(!isIn && { staffId: senderId }) });
    }
  }
  return facts;
}

/** The numbers of the cases that go on with an earlier one. */
function continuedOf(entries: readonly Entry[]): Set<number> {
  const into = new Map(entries.flatMap(({ fact, number }) => (fact.kind === "merged" ? [[fact.earlier, number] as const] : [])));
  const rootOf = (number: number): number => {
    const next = into.get(number);
    return next === undefined ? number : rootOf(next);
  };
  const numbers = [...new Set(entries.map(({ number }) => number))];
  const first = new Map<number, number>();
  for (const number of numbers) first.set(rootOf(number), Math.min(number, first.get(rootOf(number)) ?? number));
  return new Set(numbers.filter((number) => first.get(rootOf(number)) !== number));
}

/** The numbers of some facts. */
export function figuresOf(facts: readonly Fact[], hours: BusinessHours | null): Figures {
  const of = (figure: Fact["figure"]) => facts.filter((one) => one.figure === figure);
  const secondsOf = ({ since, at }: Fact) => {
    if (since === null) return [];
    return [hours ? businessSeconds(hours, since, at) : (at - since) / 1_000];
  };
  const spread = (figure: Fact["figure"]) => spreadOf(of(figure).flatMap(secondsOf));
  const { length: opened } = of("opened");
  return {
    volumes: {
      opened,
      reopened: of("reopened").length,
      resolved: of("resolved").length,
      unanswered: of("unanswered").length,
      messagesIn: of("messagesIn").length,
      messagesOut: of("messagesOut").length,
    },
    times: { firstReply: spread("firstReply"), nextReply: spread("nextReply"), resolution: spread("resolved") },
  };
}

function spreadOf(seconds: readonly number[]): Spread {
  const sorted = [...seconds].sort((a, b) => a - b);
  const mean = sorted.reduce((sum, one) => sum + one, 0) / sorted.length;
  return { count: sorted.length, median: quantile(sorted, 0.5), p90: quantile(sorted, 0.9), mean: rounded(mean) };
}

/** Between the two nearest, in proportion. */
function quantile(sorted: readonly number[], part: number): number | null {
  const place = (sorted.length - 1) * part;
  const [low, high] = [sorted[Math.floor(place)], sorted[Math.ceil(place)]];
  return low === undefined || high === undefined ? null : rounded(low + (high - low) * (place - Math.floor(place)));
}

const rounded = (seconds: number) => (Number.isFinite(seconds) ? Math.round(seconds * 1_000) / 1_000 : null);
