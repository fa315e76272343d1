/** Who claims what at the same time: `CLAIM_ROUNDS=200` for the full run. */
import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { expect, test } from "vitest";
import { AppError } from "../../shared/errors";
import { type DeskWorld, deskWorld } from "../testing/desk-world";
import { makeUser } from "../testing/example-data";
import { startOtherProcess } from "../testing/other-process";
import { witness } from "../testing/witness";
import { assignCase } from "./assign-case";
import { getCase } from "./get-case";

// biome-ignore lint/style/noProcessEnv: how long a test runs is no setting of the product.
const rounds = Number(process.env.CLAIM_ROUNDS ?? 20);
const staffCount = 50;

/** Every case with the people who were given it, by its timeline. */
async function owners(w: DeskWorld, conversationId: string) {
  const { case: one, timeline } = await getCase(await w.as(w.staff), { conversationId, limit: 100 });
  const given = timeline.flatMap((entry) => (entry.kind === "assigned" ? [entry] : []));
  return { one, given };
}

test(
  "of fifty who claim a case at once over two processes exactly one gets it, each of the others is told who",
  async () => {
    await using w = await deskWorld();
    await using far = await w.anotherProcess();
    await using desk = await witness(far.services, w.staff, "desk");
    const staff = await Promise.all(
      Array.from({ length: staffCount }, (_, n) => makeUser(w.services.db, "staff", { gymId: w.gymId, name: `Staff ${n}` })),
    );
    const callers = await Promise.all(staff.map((id) => w.as(id)));
    for (const conversationId of await w.newcomers(rounds)) {
      const { version } = (await getCase(await w.as(w.staff), { conversationId, limit: 10 })).case;
      const attempts = await Promise.allSettled(
        callers.map((ctx, n) => {
          const here = n % 2 ? ctx : { ...ctx, db: far.services.db, delivery: far.services.delivery };
          return assignCase(here, { conversationId, version, assigneeId: ctx.actor.id });
        }),
      );
      const winners = staff.filter((_, n) => attempts[n]?.status === "fulfilled");
      expect(winners).toHaveLength(1);
      const winner = callers.find(({ actor }) => actor.id === winners[0])?.actor;
      for (const attempt of attempts) {
        if (attempt.status === "fulfilled") continue;
        expect(attempt.reason).toBeInstanceOf(AppError);
        const details = { by: { id: winner?.id, name: winner?.name }, current: { assigneeId: winner?.id } };
        expect(attempt.reason).toMatchObject({ code: "CASE_CHANGED", details });
      }
      const { one, given } = await owners(w, conversationId);
      expect(one.assigneeId).toBe(winner?.id);
      expect(given).toMatchObject([{ from: null, to: winner?.id, actorId: winner?.id, version: one.version }]);
    }
    await desk.expectLevel();
  },
  20_000 + rounds * 2_000,
);

async function claimingProcess(w: DeskWorld): Promise<ChildProcess> {
  const child = startOtherProcess(w, "claiming-process.ts");
  await Promise.race([once(child, "message"), once(child, "exit").then(() => Promise.reject(new Error("it ended before it was ready")))]);
  return child;
}

test("a process killed while it claims leaves each case with its owner and the entry that says so, or with neither", async () => {
  await using w = await deskWorld();
  await using desk = await witness(w.services, w.staff, "desk");
  const conversationIds = await w.newcomers(30);
  const child = await claimingProcess(w);
  child.send({ conversationIds, staffIds: [w.staff, w.admin] });
  let claimed = 0;
  await new Promise<void>((resolve) => {
    child.on("message", () => {
      if (++claimed === 10) resolve();
    });
  });
  child.kill("SIGKILL");
  await once(child, "exit");

  const before = await Promise.all(conversationIds.map((id) => owners(w, id)));
  for (const { one, given } of before) expect(given.map(({ to }) => to)).toEqual(one.assigneeId === null ? [] : [one.assigneeId]);
  expect(before.filter(({ one }) => one.assigneeId !== null).length).toBeGreaterThanOrEqual(10);
  // Whoever is left takes what is left: nothing is held by the one that is gone.
  const free = before.filter(({ one }) => one.assigneeId === null);
  for (const { one } of free) await assignCase(await w.as(w.admin), { ...one, assigneeId: w.admin });
  for (const id of conversationIds) {
    const { one, given } = await owners(w, id);
    expect(given).toHaveLength(1);
    expect(given[0]).toMatchObject({ to: one.assigneeId, version: one.version });
  }
  await desk.expectLevel();
});
