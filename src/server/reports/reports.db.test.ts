import { randomUUID } from "node:crypto";
import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Figure, type Figures, type ReportRow, timeFigures, volumeFigures } from "../../shared/reports";
import { createServices, type Services } from "../api/services";
import { as } from "../testing/actors";
import { giveDesk, makeStaffedGym, makeUser } from "../testing/example-data";
import { type Fact, factsOf, figuresOf } from "../testing/plain-report";
import { chanceOf, liveThrough } from "../testing/report-world";
import { type TestRuntime, testRuntime } from "../testing/test-runtime";
import { writeLived } from "../testing/write-lived";
import { exportCsv } from "./export-csv";
import { readBoard } from "./read-board";
import { readReport } from "./read-report";
import { readReportRows } from "./read-rows";

const dayMs = 86_400_000;
const day9to5 = [{ from: 540, to: 1_020 }];
/** With a lunch break, and a night that summer time begins or ends in. */
const week = [
  day9to5,
  day9to5,
  [
    { from: 480, to: 720 },
    { from: 780, to: 1_200 },
  ],
  day9to5,
  day9to5,
  [],
  [{ from: 0, to: 300 }],
];
const holidays = { "2026-03-31": [], "2025-10-27": [{ from: 600, to: 660 }] };

const zones = ["Europe/Berlin", "America/New_York", "Asia/Kolkata", "Pacific/Auckland", "America/Santiago"];

let runtime: TestRuntime;
let services: Services;

beforeAll(async () => {
  runtime = await testRuntime();
  services = await createServices(runtime);
});

afterAll(async () => {
  await services.stop();
  await runtime[Symbol.asyncDispose]();
});

interface Life {
  seed: number;
  timeZone: string;
  around: string;
  members?: number;
  hasHours?: boolean;
}

/** A gym whose desk lived through some weeks before a day. */
async function livedGym({ seed, timeZone, around, members = 6, hasHours = false }: Life) {
  const { db } = runtime;
  const gym = await makeStaffedGym(db);
  await db.prisma.gym.update({ where: { id: gym.gymId }, data: { timeZone, ...(hasHours && { deskHours: week }) } });
  const days = Object.entries(holidays).map(([name, spans]) => ({ gymId: gym.gymId, day: new Date(name), name, spans }));
  await db.prisma.holiday.createMany({ data: days });
  const staff = [gym.staff, gym.admin, await makeUser(db, "staff", { gymId: gym.gymId })];
  const talkers = await Promise.all(Array.from({ length: members }, () => makeUser(db, "member", { gymId: gym.gymId })));
  const to = Date.parse(around) + 12 * dayMs;
  const life = {
    members: talkers,
    staff,
    labels: ["Keys", "Billing"],
    from: to - 25 * dayMs,
    to,
    chance: chanceOf(seed),
    pauseMsMax: dayMs,
  };
  const lived = liveThrough(life);
  await writeLived(db, gym.gymId, lived);
  return { ...gym, staffIds: staff, lived };
}

/** The day of a moment on the wall of a time zone. */
function dayOf(at: number, timeZone: string): string {
  return new Intl.DateTimeFormat("en-CA", { timeZone, year: "numeric", month: "2-digit", day: "2-digit" }).format(at);
}

/** The same numbers, as near as sums of fractions come. */
function about({ volumes, times }: Figures): unknown {
  const near = (seconds: number | null) => (seconds === null ? null : expect.closeTo(seconds, 2));
  const spreads = Object.entries(times).map(([figure, { count, median, p90, mean }]) => [
    figure,
    { count, median: near(median), p90: near(p90), mean: near(mean) },
  ]);
  return { volumes, times: Object.fromEntries(spreads) };
}

const within = (facts: readonly Fact[], timeZone: string, from: string, to: string) =>
  facts.filter(({ at }) => dayOf(at, timeZone) >= from && dayOf(at, timeZone) <= to);

const day = (around: string, days: number) => new Date(Date.parse(around) + days * dayMs).toISOString().slice(0, 10);

test("a report says what counting everything that ever happened says, whatever the zone, the hours, the span and the filters", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.record({
        seed: fc.integer({ min: 1, max: 2 ** 31 }),
        timeZone: fc.constantFrom(...zones),
        // Both ends of summer time, on either half of the earth, and a day without anything.
        around: fc.constantFrom("2026-03-29", "2025-10-26", "2026-03-08", "2026-04-05", "2026-01-10"),
        begins: fc.integer({ min: -14, max: 3 }),
        days: fc.integer({ min: 0, max: 20 }),
        staff: fc.constantFrom(undefined, null, 0, 1),
        label: fc.constantFrom(undefined, "Keys", "Nothing"),
        hasHours: fc.boolean(),
      }),
      async ({ seed, timeZone, around, begins, days, staff, label, hasHours }) => {
        const { lived, staff: reader, staffIds } = await livedGym({ seed, timeZone, around, hasHours });
        const hours = hasHours ? { timeZone, week, days: holidays } : null;
        const [from, to] = [day(around, begins), day(around, begins + days)];
        const staffId = typeof staff === "number" ? staffIds[staff] : staff;
        const asked = { from, to, ...(staffId !== undefined && { staffId }), ...(label !== undefined && { label }) };
        const report = await readReport(await as(services, reader), asked);
        const facts = within(factsOf(lived), timeZone, from, to)
          .filter((one) => staffId === undefined || one.staffId === staffId)
          .filter((one) => label === undefined || one.labels.includes(label));
        const figures = (some: readonly Fact[]) => about(figuresOf(some, hours)) as Figures;

        expect(report.total).toEqual(figures(facts));
        expect(report.parts).toEqual(
          report.parts.map((part) => ({ from: part.from, to: part.to, ...figures(within(facts, timeZone, part.from, part.to)) })),
        );
        for (const { person, ...rest } of report.staff)
          expect(rest).toEqual(figures(facts.filter((one) => one.staffId === (person?.id ?? null))));
        expect(new Set(report.staff.map(({ person }) => person?.id ?? null))).toEqual(new Set(facts.map((one) => one.staffId)));
        const labelsOf = (one: Fact): (string | null)[] => (one.labels.length > 0 ? [...one.labels] : [null]);
        for (const one of report.labels) {
          const { label: name, ...rest } = one;
          expect(rest).toEqual(figures(facts.filter((fact) => labelsOf(fact).includes(name))));
        }
        expect(new Set(report.labels.map((one) => one.label))).toEqual(new Set(facts.flatMap(labelsOf)));
      },
    ),
    { numRuns: 25 },
  );
}, 60_000);

async function allRows(
  reader: string,
  asked: { from: string; to: string; figure: Figure; order?: "newest" | "longest" },
): Promise<ReportRow[]> {
  const rows: ReportRow[] = [];
  for (let cursor: string | null | undefined; cursor !== null; ) {
    const page = await readReportRows(await as(services, reader), { order: "newest", limit: 7, ...asked, cursor });
    rows.push(...page.items);
    cursor = page.nextCursor;
  }
  return rows;
}

const keyOf = ({
  conversationId,
  number,
  at,
  since,
}: {
  conversationId: string;
  number: number;
  at: number | string;
  since: number | string | null;
}) => [conversationId, number, new Date(at).toISOString(), since === null ? null : new Date(since).toISOString()].join(" ");

test("behind each number stands what was counted, each once, in the order that was asked for, over any number of pages", async () => {
  const { lived, staff } = await livedGym({ seed: 77, timeZone: "Europe/Berlin", around: "2026-03-29", members: 8 });
  const span = { from: "2026-03-20", to: "2026-04-05" };
  const report = await readReport(await as(services, staff), span);
  const facts = within(factsOf(lived), "Europe/Berlin", span.from, span.to);
  for (const figure of [...volumeFigures, ...timeFigures]) {
    const expected = facts.filter((one) => one.figure === (figure === "resolution" ? "resolved" : figure));
    const rows = await allRows(staff, { ...span, figure });
    expect(rows.length).toBe(
      figure in report.total.volumes ? report.total.volumes[figure as "opened"] : report.total.times[figure as "firstReply"].count,
    );
    expect(rows.map(keyOf).sort()).toEqual(expected.map(keyOf).sort());
    expect(rows.map(({ at }) => at)).toEqual(
      rows
        .map(({ at }) => at)
        .sort()
        .reverse(),
    );
  }
  const longest = await allRows(staff, { ...span, figure: "nextReply", order: "longest" });
  expect(longest.length).toBeGreaterThan(20);
  expect(longest.map(({ seconds }) => seconds ?? 0)).toEqual(longest.map(({ seconds }) => seconds ?? 0).sort((a, b) => b - a));
});

test("what another desk lived through is in no number", async () => {
  const { lived } = await livedGym({ seed: 5, timeZone: "Europe/Berlin", around: "2026-03-29" });
  expect(lived.entries.length).toBeGreaterThan(20);
  const other = await makeStaffedGym(runtime.db);
  const ctx = await as(services, other.staff);
  const nothing = figuresOf([], null);
  expect(await readReport(ctx, { from: "2026-01-01", to: "2026-06-01" })).toMatchObject({ total: nothing, staff: [], labels: [] });
  expect(await readReportRows(ctx, { from: "2026-01-01", to: "2026-06-01", figure: "messagesIn", order: "newest", limit: 10 })).toEqual({
    items: [],
    nextCursor: null,
  });
});

test("a report over two gyms is both together and each by itself, each measured by its own opening, in the days of one calendar", async () => {
  const around = "2026-03-29";
  const home = await livedGym({ seed: 11, timeZone: "Europe/Berlin", around, hasHours: true });
  const there = await livedGym({ seed: 12, timeZone: "America/New_York", around });
  const elsewhere = await livedGym({ seed: 13, timeZone: "Europe/Berlin", around });
  await giveDesk(runtime.db, home.staff, there.gymId);
  const ctx = await as(services, home.staff);
  const span = { from: "2026-03-20", to: "2026-04-05" };
  const report = await readReport(ctx, span);
  const hoursOf = new Map([[home.gymId, { timeZone: "Europe/Berlin", week, days: holidays }]]);
  const expected = [home, there].map(({ gymId, lived }) => {
    const facts = within(factsOf(lived), "Europe/Berlin", span.from, span.to);
    return about(figuresOf(facts, hoursOf.get(gymId) ?? null)) as Figures;
  });
  expect(report).toMatchObject({ gym: { id: home.gymId }, hasHours: false });
  expect(report.gyms.map(({ gym, hasHours }) => [gym.id, hasHours])).toEqual([
    [home.gymId, true],
    [there.gymId, false],
  ]);
  expect(report.gyms.map(({ volumes, times }) => ({ volumes, times }))).toEqual(expected);
  for (const figure of volumeFigures) {
    expect([figure, report.total.volumes[figure]]).toEqual([figure, report.gyms.reduce((sum, one) => sum + one.volumes[figure], 0)]);
    expect(report.total.volumes[figure]).toBe(report.parts.reduce((sum, one) => sum + one.volumes[figure], 0));
  }
  for (const figure of timeFigures) {
    const spreads = report.gyms.map(({ times }) => times[figure]);
    const count = spreads.reduce((sum, one) => sum + one.count, 0);
    const mean = spreads.reduce((sum, one) => sum + (one.mean ?? 0) * one.count, 0) / count;
    expect(report.total.times[figure]).toMatchObject({ count, mean: expect.closeTo(mean, 1) });
  }
  for (const figure of ["firstReply", "messagesIn"] as const) {
    const rows = await allRows(home.staff, { ...span, figure });
    const ofGym = (gymId: string) => rows.filter(({ gym }) => gym.id === gymId).map(keyOf);
    for (const [at, { gymId }] of [home, there].entries()) {
      const alone = await readReportRows(ctx, { ...span, gymIds: [gymId], figure, order: "newest", limit: 100 });
      const counted = report.gyms[at];
      expect(ofGym(gymId).length).toBe(figure === "messagesIn" ? counted?.volumes.messagesIn : counted?.times.firstReply.count);
      // Alone, the other gym has days of its own.
      if (gymId === home.gymId) expect(alone.items.map(keyOf)).toEqual(ofGym(gymId).slice(0, 100));
    }
    expect(new Set(rows.map(({ gym }) => gym.id))).toEqual(new Set([home.gymId, there.gymId]));
  }
  // A gym that is not theirs adds nothing; alone it is refused, like one that is not there.
  expect(await readReport(ctx, { ...span, gymIds: [home.gymId, elsewhere.gymId] })).toMatchObject({ total: expected[0], hasHours: true });
  for (const gymId of [elsewhere.gymId, randomUUID()]) {
    await expect(readReport(ctx, { ...span, gymIds: [gymId] })).rejects.toMatchObject({ code: "FORBIDDEN" });
    await expect(readBoard(ctx, { gymIds: [gymId] })).rejects.toMatchObject({ code: "FORBIDDEN" });
  }
  const { text } = await exportCsv(ctx, { ...span, of: "gyms" });
  expect(text.split("\r\n")).toHaveLength(4);
  const board = await readBoard(ctx);
  expect(board.gyms.map(({ gym }) => gym.id)).toEqual([home.gymId, there.gymId]);
  expect(board.total.open).toBe(board.gyms.reduce((sum, { open }) => sum + open, 0));
  expect(board.staff.map(({ person }) => person.id).sort()).toEqual([...new Set([...home.staffIds, ...there.staffIds])].sort());
});
