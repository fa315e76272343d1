import pg from "pg";
import { expect, it, vi } from "vitest";
import { testRuntime } from "../testing/test-runtime";

/** One of each kind of value that our tables and functions answer. */
const values = {
  name: "test-values",
  text: `
    select $1::int as number, 9007199254740991::bigint as big, 1.5::numeric as exact, 0.1::float8 as rough, true as yes, null::text as nothing,
      $2::text as said, '\\x00ff'::bytea as bytes, '2026-11-22 10:00:00.123+01'::timestamptz as at, '2026-11-22'::date as day,
      '00000000-0000-4000-8000-000000000000'::uuid as id, '{1,null,3}'::int[] as numbers, array['a,b', null, '"c"'] as texts,
      '{"a": [1, null]}'::json as json, '{"b": "ü"}'::jsonb as jsonb, '1 day'::interval as lasts`,
};

it("a statement answers what the driver itself would answer", async () => {
  await using runtime = await testRuntime();
  const { db } = runtime;
  const given = [7, "ein „Gruß“ \\ 'und' {mehr}"];
  const { rows } = await db.pool.query(values.text, given);
  for (let time = 0; time < 3; time++) expect(await db.rows(values, given)).toEqual(rows);
});

it("arrays, dates, bytes and objects are asked with as the driver itself would", async () => {
  await using runtime = await testRuntime();
  const { db } = runtime;
  const text =
    "select $1::text[] as texts, $2::timestamptz as at, $3::bytea as bytes, $4::jsonb as object, $5::text as nothing, $6::boolean as no";
  const given = [
    ["a", '"b"', null, "c\\d"],
    new Date("2026-11-22T09:00:00.123Z"),
    Buffer.from([0, 255]),
    { a: ["ß", null] },
    undefined,
    false,
  ];
  const { rows } = await db.pool.query(text, given);
  expect(await db.rows({ name: "test-given", text }, given)).toEqual(rows);
});

it("a connection is asked once to parse a statement and once what it answers, and no more after that", async () => {
  await using runtime = await testRuntime();
  await runtime.db.transaction(async (sql) => {
    const text = "select n, n * 2 as twice from generate_series(1, $1::int) as s (n)";
    const twice = { name: "test-twice", text };
    const said = await listenedTo(async () => {
      for (const count of [2, 0, 1]) expect(await sql.rows(twice, [count])).toHaveLength(count);
    });
    expect(said).toEqual({ parseComplete: 1, rowDescription: 1, bindComplete: 3, readyForQuery: 3 });
  });
});

it("what is wrong with a statement, its values or its answer is said to whoever asked, and the connection answers the next one", async () => {
  await using runtime = await testRuntime();
  await runtime.db.pool.query("create table test_marks (id int primary key)");
  const connected = vi.fn();
  runtime.db.pool.on("connect", connected);
  const { rows } = runtime.db;
  const mark = { name: "test-mark", text: "insert into test_marks values ($1)" };
  const half = { name: "test-half", text: "select 1 / $1::int as part" };
  const ever = { name: "test-ever", text: "select $1::timestamptz as at" };
  const self: Record<string, unknown> = {};
  self.self = self;
  // The first time a statement is described, later ones it is not: each may fail in both.
  for (let time = 0; time < 2; time++) {
    await expect(rows(half, [0])).rejects.toMatchObject({ code: "22012" });
    expect(await rows(half, [1])).toEqual([{ part: 1 }]);
    expect(await rows(mark, [time])).toEqual([]);
    await expect(rows(mark, [time])).rejects.toMatchObject({ code: "23505" });
    await expect(rows(ever, ["infinity"])).rejects.toThrow("Invalid time value");
    expect(await rows(ever, ["2026-11-22T09:00:00Z"])).toEqual([{ at: "2026-11-22T09:00:00.000Z" }]);
    await expect(rows({ name: "test-self", text: "select $1::jsonb as self" }, [self])).rejects.toThrow("circular");
    await expect(rows({ name: "test-typo", text: "selec 1" })).rejects.toMatchObject({ code: "42601" });
    await expect(rows({ name: half.name, text: "select 2" })).rejects.toThrow("two statements are named test-half");
  }
  expect(connected).not.toHaveBeenCalled();
});

it("an error names the place that asked", async () => {
  await using runtime = await testRuntime();
  const askTooMuch = () => runtime.db.rows({ name: "test-zero", text: "select 1 / 0" });
  const failure = await (async () => await askTooMuch())().catch((error: Error) => error);
  expect((failure as Error).stack).toContain("named-query.db.test.ts");
});

/** How often PostgreSQL said what meanwhile, on any connection. */
async function listenedTo(work: () => Promise<void>): Promise<Record<string, number>> {
  using said = vi.spyOn(pg.Connection.prototype, "emit");
  await work();
  const counts: Record<string, number> = {};
  for (const [event] of said.mock.calls)
    if (/^(parseComplete|rowDescription|bindComplete|readyForQuery)$/.test(String(event)))
      counts[String(event)] = (counts[String(event)] ?? 0) + 1;
  return counts;
}
