/**
 * What no screen sends, sent to the desk's procedures by those who may call them: each field in turn is something that breaks programs. It is done or
 * refused; the server never fails over it, and what it keeps it gives back.
 */
import { createTRPCUntypedClient, wsLink } from "@trpc/client";
import fc from "fast-check";
import { uuidv7 } from "uuidv7";
import { expect, it } from "vitest";
import { readAppError } from "../../shared/errors";
import { makeStaffedGym } from "../testing/example-data";
import { serveChat } from "../testing/served-chat";

const maxId = "ffffffff-ffff-ffff-ffff-ffffffffffff";
const hostile: readonly unknown[] = [
  ...[
    "",
    " ",
    "\0",
    "a\0b",
    "\ud800",
    "\udc00x",
    "x".repeat(10_001),
    "%",
    "_",
    "\\",
    "%_\\'\"",
    "'; drop table cases; --",
    "{{",
    "{{member.name}}",
    "$&$1",
  ],
  ...[
    "\u202eabc",
    "👨‍👩‍👧‍👦",
    "e\u0301",
    "\ufeff",
    "\u2028",
    "a\nb",
    "\t=1+1",
    "__proto__",
    "constructor",
    "null",
    "infinity",
    "-infinity",
  ],
  ...[
    "0000-00-00",
    "0001-01-01",
    "2026-02-30",
    "9999-12-31",
    "2026-02-30T00:00:00Z",
    "0001-01-01T00:00:00Z",
    "9999-12-31T23:59:59.999999999Z",
  ],
  ...["00000000-0000-0000-0000-000000000000", maxId, "Etc/GMT+12", "America/Argentina/ComodRivadavia", "EST5EDT", "+02:00", "GMT0"],
  ...[
    -1,
    0,
    -0,
    1.5,
    1e308,
    2 ** 31,
    2 ** 31 - 1,
    2 ** 53,
    true,
    null,
    [],
    {},
    [null],
    [[]],
    { toString: 1 },
    JSON.parse('{"__proto__": {"isShared": true}}'),
  ],
  Array.from({ length: 300 }, (_, n) => `Label ${n}`),
  { length: -1 },
];
const cursors = [
  ["infinity"],
  ["2026-01-01T00:00:00Z"],
  ["infinity", "9999-12-31T23:59:59.999999999999Z", maxId],
  ["0001-01-01T00:00:00Z", maxId],
  [0, "2026-01-01T00:00:00Z", maxId, 1, 1],
  [1e308, "0001-01-01T00:00:00Z", maxId, 2 ** 53, -1],
];
const values = [...hostile, ...cursors.map((cursor) => Buffer.from(JSON.stringify(cursor)).toString("base64url"))];

/** Inputs that are good, in which one field at a time is replaced. */
function inputs(conversationId: string, userId: string): Record<string, object> {
  const id = uuidv7();
  const of = { conversationId, version: 1 };
  const span = { from: "2026-01-01", to: "2026-12-31", staffId: userId, label: "Keys" };
  const filters = { labels: ["Keys"], priorities: ["low"], assigneeId: userId, waitingForS: 1, unread: true, text: "a b" };
  return {
    "support.queue": { view: "all", filters, cursor: "x", limit: 20 },
    "support.mentions": { cursor: "x", limit: 20 },
    "support.get": { conversationId, before: 5, limit: 50 },
    "support.assign": { ...of, assigneeId: userId },
    "support.setPriority": { ...of, priority: "low" },
    "support.setStatus": { ...of, status: "open" },
    "support.setLabels": { ...of, labels: ["Keys"] },
    "support.setTopic": { ...of, topic: "Lockers" },
    "support.snooze": { ...of, until: new Date(Date.now() + 60_000).toISOString() },
    "support.resolve": { ...of, topic: "Lockers" },
    "support.merge": { ...of, number: 1 },
    "support.addNote": { conversationId, id, content: "Hm", mentions: [userId] },
    "support.bulk": {
      id,
      action: { kind: "addLabels", labels: ["Keys"] },
      target: { kind: "matching", view: "all", filters, cursor: "x" },
    },
    "support.undoBulk": { id },
    "support.setShift": { userId, state: "on", handsOver: true },
    "support.labels.save": { name: "Keys", tone: "neutral" },
    "support.labels.remove": { name: "Keys" },
    "support.views.save": { id, name: "Mine", isShared: true, view: "all", filters },
    "support.setViewing": { conversationId, state: "viewing" },
    "cannedReplies.save": { id, shortcut: "hi", content: "Hi {{member.name}}", isShared: true },
    "cannedReplies.fill": { id, conversationId },
    "reports.read": span,
    "reports.rows": { ...span, figure: "resolution", order: "longest", cursor: "x", limit: 10 },
    "reports.csv": { ...span, of: "labels", cursor: "x" },
    "admin.setGym": { name: "Iron", timeZone: "Europe/Berlin", language: "de" },
    "admin.setHours": { week: Array.from({ length: 7 }, () => [{ from: 60, to: 120 }]) },
    "admin.saveHoliday": { day: "2026-12-24", name: "Eve", spans: [{ from: 60, to: 120 }] },
    "admin.removeHoliday": { day: "2026-12-24" },
    "admin.setAnswers": { greeting: "Hi", replyTime: "Soon", closed: "Closed" },
    "admin.setAssignment": { isOn: true, capacity: 3 },
    "admin.setAutoResolve": { afterHours: 1, warningHours: 1, warning: "Hm?" },
    "admin.setTopics": { topics: ["Lockers"] },
    "admin.saveRule": { id, name: "Rule", place: 1, isOn: true, topics: ["Lockers"], labels: ["Keys"], staffIds: [userId] },
    "admin.setStaff": { userId, capacity: 3 },
    "admin.shiftLog": { userId, cursor: "x", limit: 10 },
    "users.search": { query: "a", limit: 10 },
    "users.get": { userId },
  };
}

/** Every place in an input, as a path. */
function placesIn(value: unknown, path: string[] = []): string[][] {
  if (typeof value !== "object" || value === null) return [path];
  return [...(path.length > 0 ? [path] : []), ...Object.entries(value).flatMap(([key, one]) => placesIn(one, [...path, key]))];
}

function replaced(value: unknown, [key, ...rest]: readonly string[], by: unknown): unknown {
  if (key === undefined) return by;
  const copy: unknown = Array.isArray(value) ? [...value] : { ...(value as object) };
  (copy as Record<string, unknown>)[key] = replaced((value as Record<string, unknown>)[key], rest, by);
  return copy;
}

it("nothing that can be sent makes the server fail, and the desk works as before", async () => {
  await using served = await serveChat();
  const gym = await makeStaffedGym(served.runtime.db);
  const { chat: member } = served.over(await served.tokenOf(gym.member));
  const { chat: admin, line } = served.over(await served.tokenOf(gym.admin));
  const { id: conversationId } = await member.support.open.mutate({});
  await member.messages.send.mutate({ conversationId, id: uuidv7(), content: "Hello" });
  await admin.support.labels.save.mutate({ name: "Keys" });
  const raw = createTRPCUntypedClient({ links: [wsLink({ client: line })] });
  const attempts = Object.entries(inputs(conversationId, gym.staff)).flatMap(([path, input]) =>
    placesIn(input).map((place) => ({ path, input, place })),
  );
  const isQuery = /queue|mentions|get|fill|read|rows|csv|shiftLog|search/;
  const failures: string[] = [];
  const attempt = async ({ path, input, place }: (typeof attempts)[number], value: unknown) => {
    const call = isQuery.test(path.split(".").at(-1) ?? "") ? "query" : "mutation";
    await raw[call](path, replaced(input, place, value)).catch((error: unknown) => {
      const code = readAppError(error)?.code;
      if (code === undefined || code === "INTERNAL")
        failures.push(`${path} ${place.join(".")} = ${JSON.stringify(value).slice(0, 80)}: ${code} ${String(error)}`);
    });
  };
  // biome-ignore lint/style/noProcessEnv: how much a test tries is no setting of the product.
  const isAll = process.env.HOSTILE === "all";
  const tries = isAll
    ? attempts.flatMap((one) => values.map((value) => [one, value] as const))
    : fc.sample(fc.tuple(fc.constantFrom(...attempts), fc.constantFrom(...values)), 400);
  for (let at = 0; at < tries.length; at += 20) await Promise.all(tries.slice(at, at + 20).map(([one, value]) => attempt(one, value)));
  expect(failures).toEqual([]);
  expect((await admin.support.queue.query({ view: "all" })).items.map(({ conversation }) => conversation.id)).toEqual([conversationId]);
  expect((await admin.reports.read.query({ from: "2026-01-01", to: "2026-12-31" })).total.volumes.opened).toBeGreaterThanOrEqual(0);
}, 120_000);
