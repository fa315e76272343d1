/** A day at the desk, made up by a seed: whoever comes, goes, writes and resolves, the same must hold after each step. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { type DeskWorld, deskWorld } from "../testing/desk-world";
import { makeUser } from "../testing/example-data";
import { manualClock } from "../testing/manual-clock";
import { setAssignment } from "./desk-setup";
import { giveCases } from "./give-cases";
import { resolveCase } from "./resolve-case";
import { setShift } from "./shifts";

const room = 2;

interface OpenCase extends Record<string, unknown> {
  conversation_id: string;
  assignee_id: string | null;
  waiting_since: string;
  version: number;
}

const readOpen = {
  name: "testing-open-cases",
  text: `select conversation_id, assignee_id, waiting_since, version from cases
    where status = 'open' and waiting_since is not null order by waiting_since, conversation_id`,
};

const steps = fc.array(
  fc.oneof(
    { weight: 5, arbitrary: fc.record({ kind: fc.constant("writes" as const), n: fc.nat(2) }) },
    { weight: 2, arbitrary: fc.record({ kind: fc.constant("comes" as const), n: fc.nat(2) }) },
    { weight: 2, arbitrary: fc.record({ kind: fc.constant("goes" as const), n: fc.nat(2) }) },
    { weight: 3, arbitrary: fc.record({ kind: fc.constant("resolves" as const), n: fc.nat(9) }) },
  ),
  { minLength: 12, maxLength: 18 },
);

async function live(w: DeskWorld, team: readonly string[], { kind, n }: { kind: string; n: number }, onShift: Set<string>): Promise<void> {
  const person = team[n % team.length] ?? "";
  if (kind === "writes") {
    await w.newcomer();
  } else if (kind === "resolves") {
    const owned = (await w.services.db.rows<OpenCase>(readOpen)).filter(({ assignee_id }) => assignee_id !== null);
    const one = owned[n % Math.max(1, owned.length)];
    if (one) await resolveCase(await w.as(w.admin), { conversationId: one.conversation_id, version: one.version });
  } else {
    await setShift(await w.as(person), { state: kind === "comes" ? "on" : "away", handsOver: true });
    if (kind === "comes") onShift.add(person);
    else onShift.delete(person);
  }
}

test("whatever a day brings: nobody has more than they have room for, nobody has room while somebody waits for nobody, and the longest wait goes first", async () => {
  await using w = await deskWorld({ clock: manualClock() });
  await w.say(w.staff, "Here I am.");
  await setAssignment(await w.as(w.admin), { isOn: true, capacity: room });
  const team = [w.staff, ...(await Promise.all([1, 2].map(() => makeUser(w.services.db, "staff", { gymId: w.gymId }))))];
  await fc.assert(
    fc.asyncProperty(steps, async (day) => {
      await w.services.db.pool.query(
        "delete from staff_shifts; update cases set status = 'resolved', waiting_since = null, assignee_id = null",
      );
      const onShift = new Set<string>();
      for (const step of day) {
        await live(w, team, step, onShift);
        const before = new Set(
          (await w.services.db.rows<OpenCase>(readOpen)).flatMap((one) => (one.assignee_id ? [] : [one.conversation_id])),
        );
        while ((await giveCases(w.services)) > 0);
        const open = await w.services.db.rows<OpenCase>(readOpen);
        const left = open.filter(({ assignee_id }) => assignee_id === null);
        const given = open.filter(({ conversation_id, assignee_id }) => assignee_id !== null && before.has(conversation_id));
        const loads = [...onShift].map((id) => open.filter(({ assignee_id }) => assignee_id === id).length);
        expect(Math.max(0, ...loads)).toBeLessThanOrEqual(room);
        expect(open.every(({ assignee_id }) => assignee_id === null || onShift.has(assignee_id))).toBe(true);
        if (left.length > 0) expect(Math.min(...loads, Number.POSITIVE_INFINITY)).toBeGreaterThanOrEqual(room);
        const [next] = left;
        if (next) expect(given.every(({ waiting_since }) => waiting_since <= next.waiting_since)).toBe(true);
      }
    }),
    { numRuns: 4, seed: 20_260 },
  );
}, 60_000);
