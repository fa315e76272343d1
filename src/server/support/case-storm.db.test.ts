/** Everything that a desk, its members and its clock can do at once, over two processes: what the timeline tells must be what became of each case. */
import { uuidv7 } from "uuidv7";
import { expect, test } from "vitest";
import type { CaseFact } from "../../shared/cases";
import { AppError, type AppErrorCode } from "../../shared/errors";
import type { Case } from "../../shared/support";
import type { ChatContext } from "../chat/context";
import { sendMessage } from "../chat/send-message";
import { type DeskWorld, deskWorld } from "../testing/desk-world";
import { makeUser } from "../testing/example-data";
import { manualClock } from "../testing/manual-clock";
import { type Chance, chanceOf } from "../testing/report-world";
import { witness } from "../testing/witness";
import { addNote } from "./add-note";
import { advanceCase } from "./advance-case";
import { assignCase } from "./assign-case";
import { changeMany } from "./change-many";
import { setAssignment, setAutoResolve } from "./desk-setup";
import { getCase } from "./get-case";
import { giveCases, giveLeftBehind } from "./give-cases";
import { saveLabel } from "./labels";
import { mergeCases } from "./merge-cases";
import { openSupport } from "./open-support";
import { resolveCase } from "./resolve-case";
import { resolveSilent } from "./resolve-silent";
import { setLabels } from "./set-labels";
import { setPriority } from "./set-priority";
import { setStatus } from "./set-status";
import { setShift } from "./shifts";
import { snoozeCase } from "./snooze-case";
import { undoMany } from "./undo-many";
import { wakeSnoozed } from "./wake-snoozed";

// biome-ignore lint/style/noProcessEnv: how long a test runs is no setting of the product.
const { STORM_SEED = "7", STORM_WAVES = "24" } = process.env;
const atOnce = 6;
const labels = ["Keys", "Billing", "VIP"];
/** What a refusal may say to whoever was slower. */
const foreseen: readonly AppErrorCode[] = ["CASE_CHANGED", "CASE_MOVE_REFUSED", "BAD_INPUT", "UNDO_EXPIRED", "BULK_ID_TAKEN"];

interface Storm {
  w: DeskWorld;
  nodes: { db: ChatContext["db"]; delivery: ChatContext["delivery"] }[];
  chance: Chance;
  /** Conversations with their members. */
  talks: { id: string; member: string }[];
  staff: string[];
  runs: { id: string; by: string }[];
}

test("whatever happens at once over two processes, no entry is missing, none tells what was not so, and the timeline makes the case", async () => {
  const clock = manualClock(Date.now() - 10_000);
  await using w = await deskWorld({ clock });
  await using far = await w.anotherProcess();
  for (const name of labels) await saveLabel(await w.as(w.admin), { name, tone: "neutral" });
  await setAssignment(await w.as(w.admin), { isOn: true, capacity: 3 });
  await setAutoResolve(await w.as(w.admin), { afterHours: 1, warningHours: 1, warning: "Still there?" });
  const staff = [w.staff, w.admin, await makeUser(w.services.db, "staff", { gymId: w.gymId })];
  const talks = [{ id: w.conversationId, member: w.member }];
  while (talks.length < 5) {
    const member = await makeUser(w.services.db, "member", { gymId: w.gymId });
    talks.push({ id: (await openSupport(await w.as(member), null)).id, member });
  }
  await using desk = await witness(far.services, w.staff, "desk");
  await using member = await witness(w.services, w.member);
  const storm: Storm = { w, nodes: [w.services, far.services], chance: chanceOf(Number(STORM_SEED)), talks, staff, runs: [] };
  for (let wave = 0; wave < Number(STORM_WAVES); wave++) {
    // As if nobody had written for long: the clock has something to end.
    if (wave % 8 === 7) await w.services.db.pool.query("update cases set active_at = active_at - interval '2 hours'");
    await Promise.all(Array.from({ length: atOnce }, () => blow(storm)));
  }
  for (const { id, member } of talks) await expectTold(w, id, member);
  await desk.expectLevel();
  await member.expectLevel();
}, 60_000);

/** One thing happens, somewhere. Whoever is slower is refused, and nothing else goes wrong. */
async function blow(storm: Storm): Promise<void> {
  try {
    await happen(storm);
  } catch (error) {
    if (!(error instanceof AppError) || !foreseen.includes(error.code)) throw error;
  }
}

async function happen({ w, nodes, chance, talks, staff, runs }: Storm): Promise<void> {
  const pick = <T>(some: readonly T[]): T => some[Math.floor(chance() * some.length)] as T;
  const [node, talk, actorId, other, luck] = [pick(nodes), pick(talks), pick(staff), pick([...staff, null]), chance()];
  const as = async (userId: string) => ({ ...(await w.as(userId)), ...node });
  const ctx = await as(actorId);
  const say = async (userId: string) =>
    void (await sendMessage(await as(userId), { conversationId: talk.id, id: uuidv7(), content: "Hm" }, advanceCase));
  const rounds = [wakeSnoozed, resolveSilent, giveCases, giveLeftBehind];
  if (luck < 0.2) return say(talk.member);
  if (luck < 0.34) return say(actorId);
  if (luck < 0.44) return void (await pick(rounds)({ ...w.services, ...node }));
  if (luck < 0.46) return void (await setShift(ctx, { userId: actorId, state: pick(["on", "away"]), handsOver: chance() < 0.5 }));
  if (luck < 0.56) {
    const id = uuidv7();
    runs.push({ id, by: actorId });
    const target = { kind: "matching" as const, view: pick(["all", "unassigned", "resolved"] as const), filters: {} };
    const action = pick([
      { kind: "assign", assigneeId: other },
      { kind: "resolve" },
      { kind: "setStatus", status: "open" },
      { kind: "addLabels", labels: [pick(labels)] },
    ] as const);
    return void (await changeMany(ctx, {
      id,
      action: action.kind === "addLabels" ? { ...action, labels: [...action.labels] } : action,
      target,
    }));
  }
  if (luck < 0.62 && runs.length > 0) {
    const { id, by } = runs.at(-1) ?? pick(runs);
    return void (await undoMany(await as(by), { id }));
  }
  const { case: one, earlier } = await getCase(ctx, { conversationId: talk.id, limit: 10 });
  const seen = { conversationId: talk.id, version: one.version };
  if (luck < 0.7) await assignCase(ctx, { ...seen, assigneeId: other });
  else if (luck < 0.74) await setStatus(ctx, { ...seen, status: pick(["open", "pending"]) });
  else if (luck < 0.78) await setPriority(ctx, { ...seen, priority: pick(["low", "normal", "high", "urgent"]) });
  else if (luck < 0.82) await setLabels(ctx, { ...seen, labels: labels.filter(() => chance() < 0.5) });
  else if (luck < 0.88) await snoozeCase(ctx, { ...seen, until: new Date(w.services.clock.now() + 1).toISOString() });
  else if (luck < 0.94) await resolveCase(ctx, { ...seen, ...(chance() < 0.3 && { topic: pick(labels) }) });
  else if (luck < 0.97) await addNote(ctx, { conversationId: talk.id, id: uuidv7(), content: "Look", mentions: [pick(staff)] });
  else await mergeCases(ctx, { ...seen, number: pick(earlier)?.number ?? 1 });
}

type State = Pick<Case, "status" | "priority" | "topic" | "assigneeId" | "waitingSince"> & { labels: string[] };

interface Line extends Record<string, unknown> {
  version: number;
  number: number;
  at: string;
  fact: CaseFact;
}

interface Said extends Record<string, unknown> {
  version: number;
  sender_id: string;
  kind: string;
  created_at: string;
}

const readLines = {
  name: "testing-lines",
  text: `select version, number, at, data || jsonb_build_object('kind', kind) as fact from case_events where conversation_id = $1
    order by version, place`,
};
const readSaid = {
  name: "testing-said",
  text: "select version, sender_id, kind, created_at from messages where conversation_id = $1 order by seq",
};

/** The cases of a conversation as its timeline and its messages tell them, each entry against what was so until then. */
async function expectTold(w: DeskWorld, conversationId: string, memberId: string): Promise<void> {
  const lines = await w.services.db.rows<Line>(readLines, [conversationId]);
  const said = await w.services.db.rows<Said>(readSaid, [conversationId]);
  const rows = await w.services.db.prisma.case.findMany({ where: { conversationId }, orderBy: { number: "asc" } });
  const told = new Map<number, State>();
  const versions = [...new Set([...lines, ...said].map(({ version }) => version))].sort((a, b) => a - b);
  let last = { at: "", number: 0 };
  for (const version of versions) {
    const message = said.find((one) => one.version === version && one.kind !== "system");
    const entries = lines.filter((one) => one.version === version);
    for (const { at, number, fact } of entries) {
      expect(at >= last.at && number >= last.number).toBe(true);
      last = { at, number };
      if (fact.kind === "opened") expect([told.has(number), told.size]).toEqual([false, number - 1]);
      tell(told, number, fact);
    }
    const current = told.get(last.number);
    if (!message || !current) continue;
    const isAnswer = entries.some(({ fact }) => fact.kind === "replied");
    if (message.sender_id === memberId) {
      expect(current.status).toBe("open");
      current.waitingSince ??= message.created_at;
    } else expect([isAnswer, current.waitingSince]).toEqual([isAnswer, null]);
  }
  expect(told.size).toBe(rows.length);
  for (const row of rows) {
    const { status, priority, topic, assigneeId } = row;
    const now = { status, priority, topic, assigneeId, labels: row.labels.sort(), waitingSince: row.waitingSince?.toISOString() ?? null };
    const one = told.get(row.number);
    expect(one && { ...one, labels: one.labels.sort() }).toEqual(now);
  }
}

const priorities = ["low", "normal", "high", "urgent"];

function tell(told: Map<number, State>, number: number, fact: CaseFact): void {
  if (fact.kind === "opened") {
    const { topic } = fact;
    told.set(number, { status: "open", priority: "normal", topic, assigneeId: null, waitingSince: null, labels: [] });
    return;
  }
  const one = told.get(number);
  if (!one) throw new Error(`case ${number} was never opened`);
  if (fact.kind === "assigned") {
    expect(one.assigneeId).toBe(fact.from);
    one.assigneeId = fact.to;
  } else if (fact.kind === "status") {
    expect(one.status).toBe(fact.from);
    one.status = fact.to;
    if (fact.to === "resolved") expect(one.waitingSince).toBe(fact.waitedSince);
    if (fact.to === "resolved" || fact.waitsSince !== undefined) one.waitingSince = fact.waitsSince ?? null;
  } else if (fact.kind === "priority") {
    expect(one.priority).toBe(fact.from);
    one.priority = fact.to;
  } else if (fact.kind === "topic") {
    expect(one.topic).toBe(fact.from);
    one.topic = fact.to;
  } else if (fact.kind === "labels") {
    expect(fact.added.filter((label) => one.labels.includes(label))).toEqual([]);
    expect(fact.removed.filter((label) => !one.labels.includes(label))).toEqual([]);
    one.labels = [...one.labels.filter((label) => !fact.removed.includes(label)), ...fact.added];
  } else if (fact.kind === "replied") {
    expect(one.waitingSince).toBe(fact.waitedSince);
    one.waitingSince = null;
  } else {
    const earlier = told.get(fact.earlier);
    expect(earlier && [fact.before.priority, [...fact.before.labels].sort()]).toEqual([one.priority, [...one.labels].sort()]);
    one.topic ??= earlier?.topic ?? null;
    one.labels = [...new Set([...(earlier?.labels ?? []), ...one.labels])];
    one.priority = [one.priority, earlier?.priority ?? "low"].sort(
      (a, b) => priorities.indexOf(b) - priorities.indexOf(a),
    )[0] as State["priority"];
  }
}
