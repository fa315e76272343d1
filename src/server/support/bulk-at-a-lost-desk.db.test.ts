/** A run over cases of two desks whose maker loses one of them while it is under way: what is refused then, and what is told of it. */
import { uuidv7 } from "uuidv7";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import type { BulkAction } from "../../shared/bulk";
import { type ChainWorld, chainWorld } from "../testing/chain-world";
import { changeMany } from "./change-many";
import { getCase } from "./get-case";
import { setPriority } from "./set-priority";
import { undoMany } from "./undo-many";

const hold = { name: "test-hold-conversation", text: "select id from conversations where id = any($1::uuid[]) for update" };
const readWaiting = {
  name: "test-read-waiting",
  text: "select 1 from pg_locks join pg_stat_activity using (pid) where not granted and datname = current_database()",
};
const makeUrgent: BulkAction = { kind: "setPriority", priority: "urgent" };

let w: ChainWorld;
beforeAll(async () => {
  w = await chainWorld();
});
afterAll(() => w[Symbol.asyncDispose]());
beforeEach(async () => void (await w.sayDesks([w.south])));

const caseOf = async (userId: string, conversationId: string) => (await getCase(await w.as(userId), { conversationId, limit: 10 })).case;

/** A run of the guest's over these cases, as they are now. */
async function runOver(ids: string[]) {
  const cases = await Promise.all(ids.map((id) => caseOf(w.guest, id)));
  const chosen = cases.map(({ conversationId, version }) => ({ conversationId, version }));
  return { id: uuidv7(), action: makeUrgent, target: { kind: "chosen" as const, cases: chosen } };
}

/** A colleague at the south gives it another priority. */
async function changeThere(conversationId: string, priority: "low" | "urgent" = "low"): Promise<void> {
  const { version } = await caseOf(w.south.staff, conversationId);
  await setPriority(await w.as(w.south.staff), { conversationId, version, priority });
}

/** Has the guest lose the desk of the south while `call` waits for these cases, and has done with all others. */
async function losingTheDesk<T>(call: () => Promise<T>, waitsFor: string[]): Promise<T> {
  const { db } = w.server.runtime;
  const { answer } = await db.transaction(async (sql) => {
    await sql.rows(hold, [waitsFor]);
    const called = call();
    called.catch(() => undefined);
    await expect.poll(async () => (await db.rows(readWaiting)).length, { interval: 5 }).toBe(waitsFor.length);
    await w.sayDesks([]);
    return { answer: called };
  });
  return answer;
}

const refused = (conversationId: string) => ({ conversationId, code: "NOT_A_PARTICIPANT" });

test("nothing is changed there any more, nor put back", async () => {
  const [there, here] = [await w.asks(w.south), await w.asks(w.west)];
  // As the run knows them: it began before.
  const before = await w.as(w.guest);
  const bulk = await runOver([there, here]);
  await w.sayDesks([]);
  expect(await changeMany(before, bulk)).toMatchObject({ done: [here], failed: [refused(there)], changed: 1 });
  const priorities = async () => [(await caseOf(w.south.staff, there)).priority, (await caseOf(w.west.staff, here)).priority];
  expect(await priorities()).toEqual(["normal", "urgent"]);
  // The same for a run that is taken back: it changed both, as they still worked at both.
  await w.sayDesks([w.south]);
  const both = await w.as(w.guest);
  const again = { ...(await runOver([there, here])), action: { kind: "setPriority" as const, priority: "high" as const } };
  expect(await changeMany(both, again)).toMatchObject({ changed: 2 });
  await w.sayDesks([]);
  expect(await undoMany(both, again)).toEqual({ done: [here], failed: [refused(there)], left: 0 });
  expect(await priorities()).toEqual(["high", "urgent"]);
});

test("a case there that is as wanted already is refused like any other", async () => {
  const there = await w.asks(w.south);
  const [before, bulk] = [await w.as(w.guest), await runOver([there])];
  await changeThere(there, "urgent");
  await w.sayDesks([]);
  expect(await changeMany(before, bulk)).toMatchObject({ done: [], failed: [refused(there)] });
});

test("no colleague is named who has changed a case there, before the desk was lost or after", async () => {
  const [one, two, three] = [await w.asks(w.south), await w.asks(w.south), await w.asks(w.south)];
  const [before, bulk] = [await w.as(w.guest), await runOver([one, two, three])];
  await changeThere(one);
  await changeThere(two);
  // Two at a time: who waits for both of these knows of the first one.
  const { done, failed } = await losingTheDesk(() => changeMany(before, bulk), [two, three]);
  expect(done).toEqual([]);
  expect(failed).toHaveLength(3);
  expect(failed).toEqual(expect.arrayContaining([one, two, three].map(refused)));
});

test("nor by taking back what the run did there", async () => {
  const cases = [await w.asks(w.south), await w.asks(w.south)].sort();
  const [one = "", two = ""] = cases;
  const [before, bulk] = [await w.as(w.guest), await runOver(cases)];
  expect(await changeMany(before, bulk)).toMatchObject({ changed: 2 });
  for (const id of cases) await changeThere(id);
  // One after the other, in this order.
  const undone = await losingTheDesk(() => undoMany(before, bulk), [two]);
  expect(undone).toEqual({ done: [], failed: [refused(one), refused(two)], left: 0 });
});

test("who still works there is told by whom a case was changed", async () => {
  const there = await w.asks(w.south);
  const [before, bulk] = [await w.as(w.guest), await runOver([there])];
  await changeThere(there);
  const { failed } = await changeMany(before, bulk);
  expect(failed).toMatchObject([{ conversationId: there, code: "CASE_CHANGED", by: { id: w.south.staff } }]);
});
