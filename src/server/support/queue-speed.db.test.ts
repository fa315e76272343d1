/** Ten thousand open cases: what a page of the queue takes at the server, and what it reads. */
import pg from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import { DeskView, type QueueFilters, type QueueInput } from "../../shared/support";
import { createServices } from "../api/services";
import { as } from "../testing/actors";
import { giveDesk, makeGym } from "../testing/example-data";
import { fillLargeTables, type LargeWorld } from "../testing/large-tables";
import { explainAll, faultsOf, watchPlans } from "../testing/query-plans";
import { type TestRuntime, testRuntime } from "../testing/test-runtime";
import { readQueue } from "./read-queue";

const openCases = 10_000;
/** What the product promises on a machine of its own; one that runs other tests at the same time gets more. */
const p95MsMax = 30;
const busyFactor = 5;

let holder: TestRuntime;
let world: LargeWorld;

beforeAll(async () => {
  holder = await testRuntime();
  const client = new pg.Client({ connectionString: holder.databaseUrl });
  await client.connect();
  const sizes = { people: 15_000, otherGyms: 1, conversations: 10, messages: 100, support: openCases, busyConversations: 5 };
  world = await fillLargeTables(client, sizes);
  // Half of them wait; most are nobody's; one in a hundred mentions the viewer.
  await client.query(
    `update cases set status = case when n % 10 = 9 then 'pending' else 'open' end, resolved_at = null,
       waiting_since = case when n % 2 = 0 then now() - n * interval '1 second' end, active_at = now() - n * interval '1 second',
       assignee_id = case when n % 40 = 0 then $1::uuid end, labels = case when n % 20 = 0 then array['Keys'] else '{}' end,
       mentioned_ids = case when n % 100 = 0 then array[$1::uuid] else '{}' end
     from (select conversation_id as id, row_number() over (order by conversation_id) as n from cases where number = 3) numbered
     where conversation_id = id and number = 3`,
    [world.staff],
  );
  await client.query("vacuum analyze");
  await client.end();
}, 120_000);

afterAll(() => holder[Symbol.asyncDispose]());

const filters: (QueueFilters | undefined)[] = [undefined, { labels: ["Keys"] }, { unread: true }, { text: "sarah 77" }];

/** How long a page of each view takes, with and without filters: p95 in milliseconds. */
async function measure(title: string): Promise<number> {
  await using runtime = await testRuntime({ database: holder.databaseUrl });
  const services = await createServices(runtime);
  const ctx = await as(services, world.staff);
  const took = new Map<string, number[]>();
  const ask = async (input: QueueInput, what: string) => {
    const began = performance.now();
    const page = await readQueue(ctx, input);
    took.set(what, [...(took.get(what) ?? []), performance.now() - began]);
    return page;
  };
  for (let round = 0; round < 12; round++) {
    if (round === 2) took.clear();
    for (const view of DeskView.options) {
      for (const one of filters) {
        let cursor: string | null = null;
        for (let page = 0; page < 3; page++) {
          const what = `${view}${one ? ` ${Object.keys(one)}` : ""}`;
          const answer = await ask({ view, cursor, limit: 50, ...(one && { filters: one }) }, what);
          cursor = answer.nextCursor;
          if (cursor === null) break;
        }
      }
    }
  }
  const p95 = (times: readonly number[]) => [...times].sort((a, b) => a - b)[Math.floor(times.length * 0.95)] ?? 0;
  const lines = [...took].map(([title, times]) => `${title}: ${p95(times).toFixed(1)} ms`);
  const all = p95([...took.values()].flat());
  process.stdout.write(`queue pages of 50 over ${openCases} open cases ${title}, p95: ${all.toFixed(1)} ms (${lines.join(", ")})\n`);
  const { counts } = await readQueue(ctx, { view: "all", limit: 1 });
  expect(counts).toMatchObject({ all: openCases, mine: openCases / 40, mentions: openCases / 100 });
  await services.stop();
  return all;
}

/** What the pages of each view read that they should not. */
async function readTooMuch(): Promise<string[]> {
  const client = new pg.Client({ connectionString: holder.databaseUrl });
  await client.connect();
  const { rows } = await client.query<{ name: string }>("select relname as name from pg_class where relkind = 'r' and reltuples > 2000");
  await explainAll(client, "force_generic_plan");
  await client.end();
  await using runtime = await testRuntime({ database: holder.databaseUrl });
  const ran = watchPlans(runtime.db.pool);
  const services = await createServices(runtime);
  const ctx = await as(services, world.staff);
  for (const view of DeskView.options) {
    const { nextCursor } = await readQueue(ctx, { view, limit: 50 });
    await readQueue(ctx, { view, limit: 50, cursor: nextCursor });
    await readQueue(ctx, { view, limit: 50, filters: { labels: ["Keys"], text: "sarah", unread: true } });
  }
  await services.stop();
  const large = new Set(rows.map(({ name }) => name));
  const faults = ran.flatMap(({ name, plan }) => {
    const found = faultsOf(plan, { large, rowsMax: Number.POSITIVE_INFINITY });
    return found.map((fault) => `${name}: ${fault}`);
  });
  expect(ran.filter(({ name }) => name?.startsWith("support-queue")).length).toBeGreaterThan(15);
  return faults;
}

test("a page of any view, with or without filters, comes within 30 ms nineteen times of twenty", async () => {
  expect(await measure("of one desk")).toBeLessThan(p95MsMax * busyFactor);
}, 60_000);

test("no page reads a table from end to end, and one without filters reads no more than itself and its counts", async () => {
  expect(await readTooMuch()).toEqual([]);
});

test("the same cases at the desks of five gyms come as quickly to somebody who works at all of them", async () => {
  const client = new pg.Client({ connectionString: holder.databaseUrl });
  await client.connect();
  const gymIds = [world.gymId];
  for (let n = 1; n < 5; n++) {
    const gymId = await makeGym(holder.db);
    await giveDesk(holder.db, world.staff, gymId);
    gymIds.push(gymId);
  }
  const numbered = "select id, row_number() over (order by id) as n from conversations where type = 'support'";
  for (const table of ["conversations", "cases"]) {
    const key = table === "cases" ? "conversation_id" : "id";
    await client.query(`update ${table} t set gym_id = ($1::uuid[])[1 + x.n % 5] from (${numbered}) x where x.id = t.${key}`, [gymIds]);
  }
  await client.query("vacuum analyze");
  await client.end();
  expect(await measure("of five desks")).toBeLessThan(p95MsMax * busyFactor);
  expect(await readTooMuch()).toEqual([]);
}, 60_000);
