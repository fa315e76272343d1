/** What is said about somebody's desks, or about them, while the same or something else is being written at the same moment. */
import { uuidv7 } from "uuidv7";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { refreshUser } from "../accounts/refresh-user";
import { setDisabled } from "../accounts/set-disabled";
import { setRole } from "../accounts/set-role";
import { type ChainGym, type ChainWorld, chainWorld } from "../testing/chain-world";
import { giveDesk, makeUser } from "../testing/example-data";
import { steadyRound } from "../testing/steady-round";
import { saveCannedReply } from "./canned-replies";
import { setShift } from "./shifts";

const holdUser = { name: "test-hold-user", text: "update users set session_version = session_version + 1 where id = $1" };
const addDesk = { name: "test-add-desk", text: "insert into desk_memberships (user_id, gym_id) values ($1, $2)" };
const raise = { name: "test-raise-desk-version", text: "update desk_versions set settings = settings + 1 where gym_id = $1" };
const findFree = { name: "test-find-free-desk", text: "select gym_id from desk_versions where gym_id = $1 for update skip locked" };
const longAgo = { name: "test-on-long-ago", text: "update staff_shifts set since = now() - interval '1 hour' where user_id = $1" };
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

// Each counts at two desks what has changed. Who does that by other ways, at a prompt say, may count in the other order: one of the two is given up, and repeated.
test.each<[string, () => Promise<unknown>, ["west" | "south", "south" | "west" | "east"]]>([
  ["come on", async () => setShift(await w.as(w.guest), { state: "on", handsOver: false }), ["south", "west"]],
  ["change desks", () => w.sayDesks([w.east]), ["south", "east"]],
  ["become trainers", () => setRole(w.server.runtime, { userId: w.guest, role: "trainer", byId: w.west.admin }), ["west", "south"]],
])("those who %s are not refused when somebody else counts at the same desks in another order", async (_, call, [first, second]) => {
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

// None of our own has to be repeated for another: all take the same desk first, and whoever waits for it holds none of the others.
describe("of two who work at each other's desks each waits for the same desk first, without the other one in hand:", () => {
  /** The same is done by somebody who is at home at the one desk, and by somebody who is at home at the other. */
  type Side = { home: ChainGym; away: ChainGym; userId: string };
  const sides = async (): Promise<Side[]> => {
    const { west, south, server } = w;
    const make = async (home: ChainGym, away: ChainGym) => {
      const userId = await makeUser(server.runtime.db, "staff", { gymId: home.gymId, externalId: uuidv7(), name: "Gina Gast" });
      await giveDesk(server.runtime.db, userId, away.gymId);
      return { home, away, userId };
    };
    return [await make(west, south), await make(south, west)];
  };
  const told = async ({ home, away, userId }: Side) => {
    const { db } = w.server.runtime;
    const [user, own, other] = [
      await db.prisma.user.findUniqueOrThrow({ where: { id: userId } }),
      await db.prisma.gym.findUniqueOrThrow({ where: { id: home.gymId } }),
      await db.prisma.gym.findUniqueOrThrow({ where: { id: away.gymId } }),
    ];
    return { externalId: user.externalId ?? "", name: user.name, role: "staff" as const, gym: own.slug, desks: [other.slug] };
  };

  test.each<[string, (side: Side) => Promise<() => Promise<unknown>>]>([
    [
      "who comes on",
      async ({ userId }) =>
        async () =>
          setShift(await w.as(userId), { state: "on", handsOver: false }),
    ],
    [
      "who becomes a trainer",
      async ({ home, userId }) =>
        () =>
          setRole(w.server.runtime, { userId, role: "trainer", byId: home.admin }),
    ],
    [
      "who is shut out",
      async ({ home, userId }) => {
        const admin = await w.as(home.admin);
        return () => setDisabled(w.server.services, admin.actor, { userId, disabled: true });
      },
    ],
    [
      "who is let in",
      async ({ home, userId }) => {
        const admin = await w.as(home.admin);
        await setDisabled(w.server.services, admin.actor, { userId, disabled: true });
        return () => setDisabled(w.server.services, admin.actor, { userId, disabled: false });
      },
    ],
    [
      "who is found absent",
      async ({ userId }) => {
        await setShift(await w.as(userId), { state: "on", handsOver: false });
        await w.server.runtime.db.rows(longAgo, [userId]);
        const round = await steadyRound(w.server.services);
        return () => round(w.server.services);
      },
    ],
    [
      "who has another name",
      async (side) => {
        const request = await told(side);
        return () => refreshUser(w.server.runtime.db, { ...request, name: "Gina Neu" });
      },
    ],
    [
      "who changes sides",
      async (side) => {
        const { gym, desks, ...request } = await told(side);
        return () => refreshUser(w.server.runtime.db, { ...request, gym: desks[0] ?? "", desks: [gym] });
      },
    ],
    [
      "who is new",
      async (side) => {
        const request = await told(side);
        return () => refreshUser(w.server.runtime.db, { ...request, externalId: uuidv7() });
      },
    ],
    [
      "a reply that moves",
      async ({ home, away, userId }) => {
        const moved = { id: uuidv7(), gymId: home.gymId, shortcut: uuidv7(), content: "Hello" };
        await w.server.runtime.db.prisma.cannedReply.create({ data: moved });
        const ctx = await w.as(userId);
        const admin = { ...ctx, actor: { ...ctx.actor, role: "admin" as const } };
        return () =>
          saveCannedReply(admin, { id: moved.id, shortcut: moved.shortcut, content: "Moved", isShared: true, gymId: away.gymId });
      },
    ],
  ])("%s", async (_, prepare) => {
    const { db } = w.server.runtime;
    const [lesser = "", greater = ""] = [w.west.gymId, w.south.gymId].sort();
    for (const side of await sides()) {
      const call = await prepare(side);
      let done: Promise<unknown> = Promise.resolve();
      await db.transaction(async (sql) => {
        await sql.rows(raise, [lesser]);
        done = call();
        done.catch(() => undefined);
        await somebodyWaits();
        expect(await sql.rows(findFree, [greater])).toHaveLength(1);
      });
      await done;
    }
  });
});
