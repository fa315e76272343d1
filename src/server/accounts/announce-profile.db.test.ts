import { uuidv7 } from "uuidv7";
import { expect, test } from "vitest";
import { makeGym, makeUser } from "../testing/example-data";
import { manualClock } from "../testing/manual-clock";
import { type TestServer, testServer } from "../testing/test-server";
import { witness } from "../testing/witness";
import { grantChatToken } from "./grant-chat-token";

interface World extends AsyncDisposable {
  server: TestServer;
  maya: string;
  trainer: string;
  staff: string;
  stranger: string;
  groupId: string;
  supportId: string;
}

/** Maya is in a group with a trainer and has a support conversation with the desk; a stranger shares nothing with her. */
async function world(): Promise<World> {
  // The clock stands still: what is heard was told, not found by a look at the database.
  const server = await testServer({ clock: manualClock() });
  const { db } = server.runtime;
  const gymId = await makeGym(db, { slug: "city-west" });
  const [maya, trainer, staff, stranger] = await Promise.all([
    makeUser(db, "member", { gymId, name: "Maya Lind", externalId: "main-1" }),
    makeUser(db, "trainer", { gymId }),
    makeUser(db, "staff", { gymId }),
    makeUser(db, "member", { gymId }),
  ]);
  const [groupId, supportId] = [uuidv7(), uuidv7()];
  await db.prisma.conversation.create({ data: { id: groupId, type: "group", name: "Spin", gymId } });
  await db.prisma.conversation.create({ data: { id: supportId, type: "support", gymId, memberId: maya } });
  await db.prisma.case.create({ data: { conversationId: supportId, gymId, number: 1, version: 0 } });
  const parts = [
    { conversationId: groupId, userId: maya, role: "member" },
    { conversationId: groupId, userId: trainer, role: "owner" },
    { conversationId: supportId, userId: maya, role: "member" },
  ];
  await db.prisma.participant.createMany({ data: parts });
  return { server, maya, trainer, staff, stranger, groupId, supportId, [Symbol.asyncDispose]: () => server[Symbol.asyncDispose]() };
}

test("a new name reaches the people of a person's conversations and the desk, and nobody else", async () => {
  await using it = await world();
  const { services } = it.server;
  await using trainer = await witness(services, it.trainer);
  await using desk = await witness(services, it.staff, "desk");
  await using maya = await witness(services, it.maya);
  await using stranger = await witness(services, it.stranger);
  const request = { externalId: "main-1", name: "Maya Berg", role: "member", gym: "city-west" } as const;
  const { announced } = await grantChatToken(services, request);
  await announced;
  const isNews = (conversationId: string) => (event: { type: string }) =>
    event.type === "participant" && (event as { conversationId?: string }).conversationId === conversationId;
  expect(await trainer.waitFor(isNews(it.groupId))).toMatchObject({ participant: { id: it.maya, name: "Maya Berg" } });
  expect(await desk.waitFor(isNews(it.supportId))).toMatchObject({ participant: { id: it.maya, name: "Maya Berg" } });
  for (const one of [trainer, desk, maya, stranger]) await one.expectLevel();
  expect(trainer.heard.filter((event) => event.type === "participant")).toHaveLength(1);
  expect(stranger.heard).toEqual([]);
});

test("a new role is shown in the conversations a person is in already", async () => {
  await using it = await world();
  const { services } = it.server;
  await using trainer = await witness(services, it.trainer);
  const { announced } = await grantChatToken(services, { externalId: "main-1", name: "Maya Lind", role: "trainer", gym: "city-west" });
  await announced;
  await trainer.expectLevel();
  expect(trainer.states.get(it.groupId)?.participants.find(({ id }) => id === it.maya)?.role).toBe("trainer");
});

test("where a person has left they are still shown, and by their new name", async () => {
  await using it = await world();
  const { services, runtime } = it.server;
  await runtime.db.prisma.participant.update({
    where: { conversationId_userId: { conversationId: it.groupId, userId: it.maya } },
    data: { leftAt: new Date() },
  });
  await using trainer = await witness(services, it.trainer);
  await using maya = await witness(services, it.maya);
  const { announced } = await grantChatToken(services, { externalId: "main-1", name: "Maya Berg", role: "member", gym: "city-west" });
  await announced;
  await trainer.expectLevel();
  await maya.expectLevel();
  expect(trainer.states.get(it.groupId)?.participants.map(({ name }) => name)).toContain("Maya Berg");
  expect(maya.states.has(it.groupId)).toBe(false);
});

test("somebody who was away hears a new name when they come back", async () => {
  await using it = await world();
  const { services } = it.server;
  await using trainer = await witness(services, it.trainer);
  await trainer.cut();
  const avatarUrl = "https://cdn.example/maya.jpg";
  const { announced } = await grantChatToken(services, {
    externalId: "main-1",
    name: "Maya Lind",
    role: "member",
    gym: "city-west",
    avatarUrl,
  });
  await announced;
  await trainer.resume();
  await trainer.expectLevel();
  expect(trainer.states.get(it.groupId)?.participants.find(({ id }) => id === it.maya)?.avatarUrl).toBe(avatarUrl);
});
