/** Days and durations written down by hand: both ends of summer time, nights, holidays. */
import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import type { CaseFact } from "../../shared/cases";
import type { Report } from "../../shared/reports";
import { createServices, type Services } from "../api/services";
import { saveHoliday, setHours } from "../support/desk-hours";
import { setGym } from "../support/desk-setup";
import { as } from "../testing/actors";
import { makeStaffedGym, makeUser } from "../testing/example-data";
import type { Lived } from "../testing/report-world";
import { type TestRuntime, testRuntime } from "../testing/test-runtime";
import { writeLived } from "../testing/write-lived";
import { exportCsv } from "./export-csv";
import { readReport } from "./read-report";
import { readReportRows } from "./read-rows";

const hour = 3_600;
const day = [{ from: 9 * 60, to: 18 * 60 }];
const night = [{ from: 0, to: 6 * 60 }];
/** Monday to Friday by day, Saturday for a while, and the small hours of Sunday. */
const week = [day, day, day, day, day, [{ from: 10 * 60, to: 14 * 60 }], night];

let runtime: TestRuntime;
let services: Services;
let gym: Awaited<ReturnType<typeof makeStaffedGym>>;

beforeAll(async () => {
  runtime = await testRuntime();
  services = await createServices(runtime);
});

beforeEach(async () => {
  gym = await makeStaffedGym(runtime.db);
  const admin = await as(services, gym.admin);
  await setHours(admin, { week });
  await saveHoliday(admin, { day: "2026-04-03", name: "Good Friday", spans: [] });
  await saveHoliday(admin, { day: "2026-04-06", name: "Easter Monday", spans: [] });
  await saveHoliday(admin, { day: "2026-12-24", name: "Christmas Eve", spans: [{ from: 10 * 60, to: 12 * 60 }] });
});

afterAll(async () => {
  await services.stop();
  await runtime[Symbol.asyncDispose]();
});

/** A case in which a member writes and the desk answers and resolves, each at a moment of the wall with its offset. */
async function lived(...cases: { asks: string; replies: string; resolves?: string; takesBack?: string }[]): Promise<void> {
  const all: Lived = { conversations: [], cases: [], entries: [], messages: [] };
  for (const { asks, replies, resolves = replies, takesBack } of cases) {
    const memberId = await makeUser(runtime.db, "member", { gymId: gym.gymId });
    const conversationId = randomUUID();
    const [asked, replied, resolved] = [asks, replies, resolves].map((moment) => Date.parse(moment)) as [number, number, number];
    const add = (version: number, at: number, actorId: string, fact: CaseFact) =>
      all.entries.push({ conversationId, number: 1, version, place: 0, actorId, at, fact });
    all.conversations.push({ id: conversationId, memberId, createdAt: asked, version: 4, seq: 2, changedAt: resolved });
    all.cases.push({
      conversationId,
      number: 1,
      status: "resolved",
      assigneeId: gym.staff,
      labels: [],
      openedAt: asked,
      waitingSince: null,
    });
    add(2, asked, memberId, { kind: "opened", topic: null });
    add(3, replied, gym.staff, { kind: "replied", waitedSince: new Date(asked).toISOString(), isFirst: true });
    add(4, resolved, gym.staff, { kind: "status", from: "open", to: "resolved", until: null, waitedSince: null });
    if (takesBack)
      add(5, Date.parse(takesBack), gym.staff, { kind: "status", from: "resolved", to: "open", until: null, waitedSince: null });
    all.messages.push({ conversationId, version: 2, seq: 1, senderId: memberId, at: asked, kind: "text" });
    all.messages.push({ conversationId, version: 3, seq: 2, senderId: gym.staff, at: replied, kind: "text" });
  }
  await writeLived(runtime.db, gym.gymId, all);
}

const read = async (from: string, to: string): Promise<Report> => readReport(await as(services, gym.staff), { from, to });

async function firstReply(from: string, to: string): Promise<{ seconds: number | null; elapsedSeconds: number | null }> {
  const asked = { from, to, figure: "firstReply" as const, order: "newest" as const, limit: 10 };
  const [row] = (await readReportRows(await as(services, gym.staff), asked)).items;
  return { seconds: row?.seconds ?? null, elapsedSeconds: row?.elapsedSeconds ?? null };
}

test("over a weekend in which the clock jumps ahead, opening hours are those on the wall", async () => {
  await lived({ asks: "2026-03-28T13:30:00+01:00", replies: "2026-03-30T09:15:00+02:00" });
  // Half an hour on Saturday, the small hours of Sunday without the one that was skipped, a quarter on Monday.
  const seconds = 0.5 * hour + 5 * hour + 0.25 * hour;
  expect(await firstReply("2026-03-30", "2026-03-30")).toEqual({ seconds, elapsedSeconds: 42.75 * hour });
  const { total } = await read("2026-03-30", "2026-03-30");
  expect(total.times.firstReply).toEqual({ count: 1, median: seconds, p90: seconds, mean: seconds });
  expect(total.volumes).toEqual({ opened: 0, reopened: 0, resolved: 1, unanswered: 0, messagesIn: 0, messagesOut: 1 });
});

test("in the night that has an hour twice, both count", async () => {
  await lived({ asks: "2026-10-25T00:00:00+02:00", replies: "2026-10-25T06:00:00+01:00" });
  expect(await firstReply("2026-10-25", "2026-10-25")).toEqual({ seconds: 7 * hour, elapsedSeconds: 7 * hour });
});

test("in the night that lacks an hour, it does not count", async () => {
  await lived({ asks: "2026-03-29T00:00:00+01:00", replies: "2026-03-29T06:00:00+02:00" });
  expect(await firstReply("2026-03-29", "2026-03-29")).toEqual({ seconds: 5 * hour, elapsedSeconds: 5 * hour });
});

test("over Easter the closed days do not count, and on Christmas Eve the short day does", async () => {
  await lived({ asks: "2026-04-02T17:30:00+02:00", replies: "2026-04-07T09:30:00+02:00", resolves: "2026-04-07T10:30:00+02:00" });
  // Thursday's half hour, Saturday, Sunday's small hours, Tuesday's half hour.
  expect(await firstReply("2026-04-07", "2026-04-07")).toMatchObject({ seconds: 0.5 * hour + 4 * hour + 6 * hour + 0.5 * hour });
  const { total } = await read("2026-04-01", "2026-04-30");
  expect(total.times.resolution).toMatchObject({ count: 1, median: 12 * hour });
  await lived({ asks: "2025-12-23T18:00:00+01:00", replies: "2025-12-24T11:00:00+01:00" });
  expect(await firstReply("2025-12-24", "2025-12-24")).toMatchObject({ seconds: 2 * hour });
  await lived({ asks: "2026-12-23T18:00:00+01:00", replies: "2026-12-24T11:00:00+01:00" });
  expect(await firstReply("2026-12-24", "2026-12-24")).toMatchObject({ seconds: hour });
});

test("a day is that of the gym's calendar: 23 hours long in March, 25 in October", async () => {
  const edges = [
    "2026-03-28T22:59:59.999Z",
    "2026-03-28T23:00:00.000Z",
    "2026-03-29T21:59:59.999Z",
    "2026-03-29T22:00:00.000Z",
    "2026-10-24T21:59:59.999Z",
    "2026-10-24T22:00:00.000Z",
    "2026-10-25T22:59:59.999Z",
    "2026-10-25T23:00:00.000Z",
  ];
  await lived(...edges.map((at) => ({ asks: at, replies: at })));
  const opened = async (from: string, to: string) => (await read(from, to)).parts.map((part) => [part.from, part.volumes.opened]);
  expect(await opened("2026-03-28", "2026-03-30")).toEqual([
    ["2026-03-28", 1],
    ["2026-03-29", 2],
    ["2026-03-30", 1],
  ]);
  expect(await opened("2026-10-24", "2026-10-26")).toEqual([
    ["2026-10-24", 1],
    ["2026-10-25", 2],
    ["2026-10-26", 1],
  ]);
});

test("where midnight comes twice in autumn, the day begins with the first", async () => {
  await setGym(await as(services, gym.admin), { name: "Gym", timeZone: "Atlantic/Azores", language: "en" });
  // Clocks go back at one, to midnight.
  const edges = ["2026-10-24T23:59:59.999Z", "2026-10-25T00:00:00.000Z", "2026-10-25T00:30:00.000Z", "2026-10-26T00:59:59.999Z"];
  await lived(...edges.map((at) => ({ asks: at, replies: at })));
  const { parts } = await read("2026-10-24", "2026-10-25");
  expect(parts.map(({ volumes }) => volumes.opened)).toEqual([1, 3]);
});

test("what was resolved in the last minute of a day and taken back in the first of the next counts in neither", async () => {
  const resolves = "2026-05-04T23:59:40+02:00";
  const day = { asks: "2026-05-04T10:00:00+02:00", replies: "2026-05-04T11:00:00+02:00", resolves };
  await lived({ ...day, takesBack: "2026-05-05T00:00:20+02:00" }, { ...day, takesBack: "2026-05-05T00:01:00+02:00" });
  const counted = async (of: string) => (await read(of, of)).total.volumes;
  expect(await counted("2026-05-04")).toMatchObject({ opened: 2, resolved: 1, reopened: 0 });
  expect(await counted("2026-05-05")).toMatchObject({ opened: 0, resolved: 0, reopened: 1 });
});

test("a span goes by days, weeks from Monday or months, clipped to it, and its parts add up", async () => {
  await lived(
    ...["2026-01-31", "2026-02-01", "2026-02-28", "2026-03-01", "2026-05-31"].map((at) => ({
      asks: `${at}T12:00:00Z`,
      replies: `${at}T12:00:00Z`,
    })),
  );
  const steps = await Promise.all([read("2026-01-31", "2026-03-16"), read("2026-01-31", "2026-05-31"), read("2026-01-31", "2026-12-31")]);
  expect(steps.map(({ step }) => step)).toEqual(["day", "week", "month"]);
  const [, weeks, months] = steps;
  expect(weeks?.parts.slice(0, 2).map(({ from, to }) => [from, to])).toEqual([
    ["2026-01-31", "2026-02-01"],
    ["2026-02-02", "2026-02-08"],
  ]);
  expect(months?.parts.map(({ from }) => from)).toContain("2026-02-01");
  expect(months?.parts.at(-1)).toMatchObject({ from: "2026-12-01", to: "2026-12-31" });
  for (const { parts, total } of steps) {
    expect(parts.reduce((sum, { volumes }) => sum + volumes.opened, 0)).toBe(total.volumes.opened);
  }
});

test("hours that change change every report, from the next one on", async () => {
  await lived({ asks: "2026-05-04T20:00:00+02:00", replies: "2026-05-05T09:00:00+02:00" });
  expect((await read("2026-05-05", "2026-05-05")).total.times.firstReply.median).toBe(0);
  await setHours(await as(services, gym.admin), { week: week.map(() => [{ from: 0, to: 1_440 }]) });
  expect((await read("2026-05-05", "2026-05-05")).total.times.firstReply.median).toBe(13 * hour);
  await setHours(await as(services, gym.admin), { week: null });
  expect(await read("2026-05-05", "2026-05-05")).toMatchObject({
    hasHours: false,
    total: { times: { firstReply: { median: 13 * hour } } },
  });
});

test("a table has a line for each part and the same numbers, whatever people are called", async () => {
  await lived({ asks: "2026-05-04T10:00:00+02:00", replies: "2026-05-04T10:05:00+02:00", resolves: "2026-05-04T11:00:00+02:00" });
  const bad = `=cmd|' /C calc'!A0, "the\nsecond"`;
  await runtime.db.prisma.user.update({ where: { id: gym.staff }, data: { name: bad } });
  const ctx = await as(services, gym.staff);
  const span = { from: "2026-05-04", to: "2026-05-05" };
  const { text } = await exportCsv(ctx, { ...span, of: "staff" });
  expect(
    text.startsWith("staff,opened,reopened,resolved,unanswered,messages_in,messages_out,first_reply_count,first_reply_median_seconds"),
  ).toBe(true);
  expect(text.split("\r\n")[1]).toBe(`"'=cmd|' /C calc'!A0, ""the\nsecond""",1,0,1,0,1,1,1,300,300,300,0,,,,1,3600,3600,3600`);
  const days = await exportCsv(ctx, { ...span, of: "days" });
  expect(days.text.split("\r\n").map((line) => line.split(",").slice(0, 3).join())).toEqual([
    "from,to,opened",
    "2026-05-04,2026-05-04,1",
    "2026-05-05,2026-05-05,0",
    "",
  ]);
  const rows = await exportCsv(ctx, { ...span, of: "firstReply" });
  expect(rows.nextCursor).toBeNull();
  expect(rows.text.split("\r\n")[1]).toMatch(/^firstReply,2026-05-04T08:05:00\.000Z,Member [^,]+,1,,,"'=cmd/);
});
