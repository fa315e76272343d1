/** What is said about somebody's desks, or about them, while the same or something else is being written at the same moment. */
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { refreshUser } from "../accounts/refresh-user";
import { setRole } from "../accounts/set-role";
import { type ChainWorld, chainWorld } from "../testing/chain-world";
import { setShift } from "./shifts";

const holdUser = { name: "test-hold-user", text: "update users set session_version = session_version + 1 where id = $1" };
const addDesk = { name: "test-add-desk", text: "insert into desk_memberships (user_id, gym_id) values ($1, $2)" };
const raise = { name: "test-raise-desk-version", text: "update desk_versions set settings = settings + 1 where gym_id = $1" };
const isWaiting = {
  name: "test-is-waiting",
  text: "select 1 from pg_locks join pg_stat_activity using (pid) where not granted and datname = current_database()",
};

let w: ChainWorld;
let slug: string;
beforeAll(async () => {
  w = await chainWorld();
  slug = (await w.server.runtime.db.prisma.gym.findUniqueOrThrow({ where: { id: w.west.gymId } })).slug;
});
afterAll(() => w[Symbol.asyncDispose]());
beforeEach(async () => void (await w.sayDesks([])));

const somebodyWaits = () => expect.poll(async () => (await w.server.runtime.db.rows(isWaiting)).length, { interval: 5 }).toBe(1);
const sayName = (name: string, desks?: string[]) =>
  refreshUser(w.server.runtime.db, { externalId: "guest", name, role: "staff", gym: slug, ...(desks && { desks }) });

test("whoever says that there is no desk is heard, although another call was just giving one", async () => {
  const { db } = w.server.runtime;
  let later: Promise<unknown> = Promise.resolve();
  await db.transaction(async (sql) => {
    await sql.rows(holdUser, [w.guest]);
    await sql.rows(addDesk, [w.guest, w.south.gymId]);
    later = sayName("Greta Neu", []);
    await somebodyWaits();
  });
  await later;
  expect((await w.as(w.guest)).actor.deskGymIds).toEqual([w.west.gymId]);
});

// Each counts at two desks what has changed, one after the other: so do two who do the same and come from the other side, in the other order.
test.each<[string, () => Promise<unknown>, ["west" | "south", "south" | "west" | "east"]]>([
  ["come on", async () => setShift(await w.as(w.guest), { state: "on", handsOver: false }), ["south", "west"]],
  ["change desks", () => w.sayDesks([w.east]), ["south", "east"]],
  ["become trainers", () => setRole(w.server.runtime, { userId: w.guest, role: "trainer", byId: w.west.admin }), ["west", "south"]],
])("two who work at each other's desks %s at the same moment, and neither is refused", async (_, call, [first, second]) => {
  await w.sayDesks([w.south]);
  let theirs: Promise<unknown> = Promise.resolve();
  await w.server.runtime.db.transaction(async (sql) => {
    await sql.rows(raise, [w[first].gymId]);
    theirs = call();
    theirs.catch(() => undefined);
    await somebodyWaits();
    await sql.rows(raise, [w[second].gymId]);
  });
  await theirs;
});
