import type { History, Known } from "./history";

/** A line of a case's timeline, as the server would have written it. */
export interface SeedEntry {
  number: number;
  version: number;
  place: number;
  actorId: string | null;
  kind: string;
  /** Epoch milliseconds. */
  at: number;
  data: Record<string, unknown>;
}

type Case = History["cases"][number];

/** What happened to the cases of a conversation, told by what was said in it and how its cases ended. */
export function timelineOf({ plan, messages, cases }: History): SeedEntry[] {
  return cases.flatMap((one, at) => {
    const until = cases[at + 1]?.openedAt ?? Number.POSITIVE_INFINITY;
    const said = messages.filter((message) => message.at >= one.openedAt && message.at < until && message.version < one.version);
    return entriesOf(one, said, plan.member);
  });
}

function entriesOf(one: Case, said: History["messages"], member: Known | null): SeedEntry[] {
  const entries: SeedEntry[] = [];
  const add = (step: Pick<SeedEntry, "version" | "at" | "actorId">, kind: string, data: SeedEntry["data"]) => {
    const place = entries.filter((other) => other.version === step.version).length;
    entries.push({ number: one.number, place, kind, data, ...step });
  };
  let waitedSince: number | null = null;
  let isFirst = true;
  for (const { by, version, at } of said) {
    const step = { version, at, actorId: by };
    if (entries.length === 0) add(step, "opened", { topic: one.topic });
    if (by === member?.id) waitedSince ??= at;
    else if (waitedSince !== null) {
      if (isFirst && one.assignee) add(step, "assigned", { from: null, to: one.assignee.id });
      add(step, "replied", { waitedSince: new Date(waitedSince).toISOString(), isFirst });
      waitedSince = null;
      isFirst = false;
    }
  }
  const actorId = one.assignee?.id ?? null;
  const last = { version: one.version, at: one.changedAt, actorId };
  if (one.assignee && isFirst) add(last, "assigned", { from: null, to: actorId });
  if (one.labels.length > 0) add(last, "labels", { added: one.labels, removed: [] });
  if (one.priority !== "normal") add(last, "priority", { from: "normal", to: one.priority });
  if (one.status !== "open") {
    const since = one.status === "resolved" && waitedSince !== null ? new Date(waitedSince).toISOString() : null;
    add(last, "status", { from: "open", to: one.status, until: null, waitedSince: since });
  }
  return entries;
}
