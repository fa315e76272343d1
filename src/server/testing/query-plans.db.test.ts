/**
 * Every statement of the product, run by the product against tables of years: none reads a large table from end to end, and none touches more
 * rows than its answer asks for. A new statement belongs on the tour below.
 */
import { readdir, readFile } from "node:fs/promises";
import path from "node:path";
import pg from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createServices } from "../api/services";
import type { Sql } from "../platform/db";
import { fillLargeTables, type LargeWorld } from "./large-tables";
import { explainAll, faultsOf, type Ran, watchPlans } from "./query-plans";
import { type TestRuntime, testRuntime } from "./test-runtime";
import { takeTour } from "./tour";

/** A person of a thousand conversations is the most that a statement may have to look at … */
const rowsMax = 1_500;
/** … but a search touches whom it finds. */
const rowsMaxOf = new Map([["accounts.find-people", 8_000]]);

let holder: TestRuntime;
let world: LargeWorld;
let client: pg.Client;
let large: Set<string>;

beforeAll(async () => {
  holder = await testRuntime();
  client = new pg.Client({ connectionString: holder.databaseUrl });
  await client.connect();
  world = await fillLargeTables(client, {
    people: 20_000,
    otherGyms: 20,
    conversations: 3_000,
    messages: 200_000,
    support: 8_000,
    busyConversations: 1_000,
  });
  const { rows } = await client.query<{ name: string }>("select relname as name from pg_class where relkind = 'r' and reltuples > 2000");
  large = new Set(rows.map(({ name }) => name));
}, 120_000);

afterAll(async () => {
  await client.end();
  await holder[Symbol.asyncDispose]();
});

async function runAll(planCacheMode: Parameters<typeof explainAll>[1]): Promise<Ran[]> {
  await explainAll(client, planCacheMode);
  await using runtime = await testRuntime({ database: holder.databaseUrl });
  const ran = watchPlans(runtime.db.pool);
  const meanwhile = new Map<string, () => Promise<unknown>>();
  const rows: Sql["rows"] = async (statement, values) => {
    const answer = await runtime.db.rows<never>(statement, values);
    const happens = meanwhile.get(statement.name);
    meanwhile.delete(statement.name);
    await happens?.();
    return answer;
  };
  const services = await createServices({ ...runtime, db: { ...runtime.db, rows } });
  try {
    await takeTour(services, world, { client, meanwhile });
  } finally {
    await services.stop();
  }
  return ran;
}

function faults(ran: readonly Ran[]): Record<string, string[]> {
  const found = new Map<string, Set<string>>();
  for (const { name, text, plan } of ran) {
    for (const fault of faultsOf(plan, { large, rowsMax: rowsMaxOf.get(name ?? "") ?? rowsMax })) {
      const title = name ?? text.trim();
      found.set(title, (found.get(title) ?? new Set()).add(fault));
    }
  }
  return Object.fromEntries([...found].map(([title, some]) => [title, [...some]]));
}

test.each(["force_custom_plan", "force_generic_plan"] as const)(
  "every statement is on the tour, and none costs the history (%s)",
  async (planCacheMode) => {
    const ran = await runAll(planCacheMode);
    const seen = new Set(ran.map(({ name }) => name));
    const missing = (await statementNames("src/server")).filter((name) => !seen.has(name));
    expect({ missing, faults: faults(ran) }).toEqual({ missing: [], faults: {} });
  },
  60_000,
);

test("a statement without its index is found", async () => {
  await client.query("drop index cases_resolved_idx; drop index messages_conversation_id_seq_key");
  const found = faults(await runAll("force_custom_plan"));
  expect(Object.keys(found)).toEqual(expect.arrayContaining(["support-queue-resolved", "chat-read-page"]));
}, 60_000);

/** The names of all statements that the code of a folder declares. */
async function statementNames(folder: string): Promise<string[]> {
  const files = (await readdir(folder, { recursive: true })).filter(
    (file) => file.endsWith(".ts") && !file.endsWith(".test.ts") && !/^(testing|platform.generated)/.test(file),
  );
  const sources = await Promise.all(files.map((file) => readFile(path.join(folder, file), "utf8")));
  return sources.flatMap((source) => [...source.matchAll(/name: "([\w.-]+)",?\s+text:/g)].map(([, name]) => name ?? ""));
}
