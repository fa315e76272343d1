import { expect, it } from "vitest";
import { testRuntime } from "../testing/test-runtime";
import { isUnavailable } from "./db";

const backend = { name: "test-backend", text: "select pg_backend_pid() as pid" };
const terminate = { name: "test-terminate", text: "select pg_terminate_backend($1)" };
const one = { name: "test-one", text: "select 1 as one" };

it("a connection that dies in the middle of a transaction fails that transaction, and nothing else", async () => {
  await using runtime = await testRuntime();
  const { db } = runtime;
  const failure = await db
    .transaction(async (sql) => {
      const [row] = await sql.rows<{ pid: number }>(backend);
      await db.rows(terminate, [row?.pid]);
      return sql.rows(one);
    })
    .catch((error: unknown) => error);
  expect(isUnavailable(failure)).toBe(true);
  expect(await db.rows(one)).toEqual([{ one: 1 }]);
});

it("work that passes over a failed statement is told that nothing of it was kept", async () => {
  await using runtime = await testRuntime();
  const { db } = runtime;
  const work = db.transaction(async (sql) => {
    await sql.rows({ name: "test-broken", text: "select 1 / 0" }).catch(() => undefined);
    return "done";
  });
  await expect(work).rejects.toThrow("not committed");
});
