import { randomUUID } from "node:crypto";
import { setImmediate as turn } from "node:timers/promises";
import { expect, test } from "vitest";
import { limits } from "../../shared/limits";
import type { Role } from "../../shared/people";
import { isDeskRole } from "../../shared/permissions";
import type { Presence } from "../../shared/presence";
import { makeGym, makeStaffedGym, makeUser } from "../testing/example-data";
import { manualClock } from "../testing/manual-clock";
import { testRuntime } from "../testing/test-runtime";
import { createPresence } from "./create-presence";
import { getPresence } from "./get-presence";
import { leaveGraceMs, tellDelayMs } from "./presence-board";
import { visibilityIntervalMs, watchPresence } from "./watch-presence";

async function setUp() {
  const clock = manualClock();
  const world = await testRuntime({ clock });
  const presence = await createPresence(world);
  const gym = await makeStaffedGym(world.db);
  const otherMember = await makeUser(world.db, "member", { gymId: gym.gymId });
  const farGym = await makeGym(world.db);
  const stranger = await makeUser(world.db, "staff", { gymId: farGym });
  return {
    ...world,
    ...gym,
    clock,
    presence,
    otherMember,
    stranger,
    farGym,
    actor: (id: string, role: Role, gymId: string = gym.gymId) => ({ id, role, gymId, deskGymIds: isDeskRole(role) ? [gymId] : [] }),
    async group(...userIds: string[]) {
      const id = randomUUID();
      await world.db.prisma.conversation.create({
        data: {
          id,
          type: "group",
          name: "Spinning",
          gymId: gym.gymId,
          participants: { create: userIds.map((userId) => ({ userId, role: "member" })) },
        },
      });
      return id;
    },
    async [Symbol.asyncDispose]() {
      await presence.close();
      await world[Symbol.asyncDispose]();
    },
  };
}

/** Collects what a subscription yields. */
function listen(told: AsyncGenerator<Presence, void>) {
  const heard: Presence[] = [];
  const ended = (async () => {
    for await (const one of told) heard.push(one);
  })();
  return {
    ended,
    heard,
    /** Waits until so many were yielded, and takes them. */
    async take(count: number) {
      await expect.poll(() => heard.length, { interval: 5 }).toBeGreaterThanOrEqual(count);
      return heard.splice(0).map(({ userId, status }) => ({ userId, status }));
    },
  };
}

test("a member knows about the trainers and staff of the gym and those in a conversation with them; everybody else is silently left out", async () => {
  await using world = await setUp();
  const { member, trainer, staff, otherMember, stranger, farGym } = world;
  const asked = { userIds: [trainer, otherMember, staff, stranger, randomUUID(), member] };
  const seenBy = async (actor: Parameters<typeof getPresence>[1]) => (await getPresence(world, actor, asked)).map(({ userId }) => userId);

  expect(await seenBy(world.actor(member, "member"))).toEqual([trainer, staff, member]);
  expect(await seenBy(world.actor(staff, "staff"))).toEqual([trainer, otherMember, staff, member]);
  expect(await seenBy(world.actor(stranger, "staff", farGym))).toEqual([stranger]);
  const group = await world.group(member, otherMember);
  expect(await seenBy(world.actor(member, "member"))).toEqual([trainer, otherMember, staff, member]);
  await world.db.prisma.participant.updateMany({ where: { conversationId: group, userId: otherMember }, data: { leftAt: new Date() } });
  expect(await seenBy(world.actor(member, "member"))).toEqual([trainer, staff, member]);
});

test("a watcher gets the present state first and then each change, until the signal", async () => {
  await using world = await setUp();
  const { presence, clock, member, trainer, staff } = world;
  presence.beat(trainer, "c1", "busy");
  const end = new AbortController();
  const watch = listen(watchPresence(world, world.actor(member, "member"), { userIds: [trainer, staff], signal: end.signal }));
  expect(await watch.take(2)).toEqual([
    { userId: trainer, status: "busy" },
    { userId: staff, status: "offline" },
  ]);
  presence.beat(staff, "c2", "online");
  clock.advance(tellDelayMs);
  expect(await watch.take(1)).toEqual([{ userId: staff, status: "online" }]);
  presence.leave("c1");
  clock.advance(leaveGraceMs + 1_000 + tellDelayMs);
  expect(await watch.take(1)).toEqual([{ userId: trainer, status: "offline" }]);
  end.abort();
  await watch.ended;
  presence.beat(trainer, "c3", "online");
  clock.advance(tellDelayMs);
  await turn();
  expect(watch.heard).toEqual([]);
});

test("who leaves the conversation that was shared is not told about any more, and who comes into one is", async () => {
  await using world = await setUp();
  const { presence, clock, member, otherMember, db } = world;
  const end = new AbortController();
  const group = await world.group(member, otherMember);
  let checks = 0;
  const counted = {
    rows: async (...asked: Parameters<typeof db.rows>) => {
      const answer = await db.rows(...asked);
      checks++;
      return answer;
    },
  } as typeof db;
  const watch = listen(
    watchPresence({ ...world, db: counted }, world.actor(member, "member"), { userIds: [otherMember], signal: end.signal }),
  );
  expect(await watch.take(1)).toEqual([{ userId: otherMember, status: "offline" }]);
  await db.prisma.participant.updateMany({ where: { conversationId: group, userId: otherMember }, data: { leftAt: new Date() } });
  clock.advance(visibilityIntervalMs);
  await expect.poll(() => checks).toBe(2);
  await turn();
  presence.beat(otherMember, "c1", "online");
  clock.advance(tellDelayMs);
  await turn();
  expect(watch.heard).toEqual([]);
  await world.group(member, otherMember);
  clock.advance(visibilityIntervalMs);
  expect(await watch.take(1)).toEqual([{ userId: otherMember, status: expect.stringMatching(/online|offline/) }]);
  end.abort();
  await watch.ended;
});

test("when somebody was last here outlives the process, and means the same to one whose clock is late", async () => {
  await using world = await setUp();
  const { clock, member, staff } = world;
  const before = await createPresence(world);
  const at = clock.now();
  before.beat(member, "c1", "online");
  clock.advance(limits.presenceLifeMs + 1_000);
  clock.advance(tellDelayMs);
  await before.close();
  const late = { ...clock, now: () => clock.now() - 600_000 };
  const after = await createPresence({ ...world, clock: late });
  const [seen] = await getPresence({ ...world, presence: after }, world.actor(staff, "staff"), { userIds: [member] });
  expect(seen).toEqual({ userId: member, status: "offline", lastSeenAt: expect.any(String) });
  const agoMs = late.now() - Date.parse(seen?.lastSeenAt ?? "");
  expect(Math.abs(agoMs - (clock.now() - at))).toBeLessThan(10_000);
  await after.close();
});
