import { expect, test } from "vitest";
import type { ChatTokenRequest } from "../../shared/people";
import { startDelivery } from "../delivery/delivery";
import { makeGym } from "../testing/example-data";
import { type TestRuntime, testRuntime } from "../testing/test-runtime";
import { authenticate } from "./authenticate";
import { disableUser } from "./disable-user";
import type { GrantedChatToken } from "./grant-chat-token";
import { handleChatTokenRequest } from "./handle-chat-token-request";
import { openLiveSessions } from "./live-sessions";

const maya: ChatTokenRequest = { externalId: "main-1", name: "Maya Lind", role: "member", gym: "city-west" };

function servicesOf(node: TestRuntime) {
  return { ...node, delivery: startDelivery(node) };
}

async function ask(node: TestRuntime, body: unknown, apiKey: string | undefined = node.env.MAIN_API_KEY) {
  const services = servicesOf(node);
  try {
    return await handleChatTokenRequest(services, { apiKey, body });
  } finally {
    await services.delivery.stop();
  }
}

async function granted(node: TestRuntime, body: ChatTokenRequest): Promise<GrantedChatToken> {
  const { status, body: answer } = await ask(node, body);
  expect(status).toBe(200);
  return answer as GrantedChatToken;
}

test("the main API gets a token for somebody new, in a gym that is new too", async () => {
  await using node = await testRuntime();
  const { token, user, expiresAt } = await granted(node, maya);
  expect(user).toEqual({ id: expect.any(String), name: "Maya Lind", role: "member", avatarUrl: null, gymId: expect.any(String) });
  expect(Date.parse(expiresAt)).toBeGreaterThan(Date.now());
  expect(await authenticate(node, { token })).toMatchObject({ id: user.id, gym: { slug: "city-west", name: "City West" } });
});

test.each([
  ["without a key", ""],
  ["with another key", "main-api-for-tests-only-012345678"],
  ["with a key that goes on", "main-api-for-tests-only-0123456789x"],
])("a call %s is refused and stores nothing", async (_, apiKey) => {
  await using node = await testRuntime();
  expect(await ask(node, maya, apiKey)).toMatchObject({ status: 401, body: { error: { code: "UNAUTHENTICATED" } } });
  expect(await handleChatTokenRequest(servicesOf(node), { apiKey: undefined, body: maya })).toMatchObject({ status: 401 });
  expect(await node.db.prisma.user.count()).toBe(0);
});

test.each([
  ["no body", undefined],
  ["an unknown role", { ...maya, role: "owner" }],
  ["a blank name", { ...maya, name: "  " }],
  ["a NUL in the name", { ...maya, name: "Maya\u0000" }],
  ["a gym that is no slug", { ...maya, gym: "City West!" }],
  ["a desk of somebody without one", { ...maya, desks: ["lake"] }],
  ["a desk that is no slug", { ...maya, role: "staff", desks: ["The Lake!"] }],
  ["a picture that is no https address", { ...maya, avatarUrl: "javascript:alert(1)" }],
])("%s is refused by name and stores nothing", async (_, body) => {
  await using node = await testRuntime();
  const answer = await ask(node, body);
  expect(answer).toMatchObject({ status: 400, body: { error: { code: "BAD_INPUT", issues: expect.any(Array) } } });
  expect(await node.db.prisma.user.count()).toBe(0);
  expect(await node.db.prisma.gym.count()).toBe(0);
});

test.each([
  ["new", false],
  ["known", true],
])("twenty first calls at once, on two nodes, make one user in one %s gym", async (_, isGymKnown) => {
  await using one = await testRuntime();
  await using other = await one.anotherNode();
  if (isGymKnown) await makeGym(one.db, { slug: maya.gym });
  const answers = await Promise.all(Array.from({ length: 20 }, (_, at) => granted(at % 2 ? one : other, maya)));
  expect(new Set(answers.map(({ user }) => user.id)).size).toBe(1);
  expect(await one.db.prisma.user.count()).toBe(1);
  expect(await one.db.prisma.gym.count()).toBe(1);
  for (const { token } of answers) await expect(authenticate(one, { token })).resolves.toBeDefined();
});

test("a new name and picture are kept, an omitted picture stays, null takes it away, and no sign-in ends", async () => {
  await using node = await testRuntime();
  const { token } = await granted(node, maya);
  const avatarUrl = "https://cdn.example/maya.jpg";
  expect((await granted(node, { ...maya, name: "Maya Berg", avatarUrl })).user).toMatchObject({ name: "Maya Berg", avatarUrl });
  expect((await granted(node, { ...maya, name: "Maya Berg" })).user.avatarUrl).toBe(avatarUrl);
  expect((await granted(node, { ...maya, name: "Maya Berg", avatarUrl: null })).user.avatarUrl).toBeNull();
  expect(await authenticate(node, { token })).toMatchObject({ name: "Maya Berg" });
});

test("a picture's address with a NUL in it is kept escaped", async () => {
  await using node = await testRuntime();
  expect((await granted(node, { ...maya, avatarUrl: "https://cdn.example/a\u0000b" })).user.avatarUrl).toBe("https://cdn.example/a%00b");
});

test.each([
  ["role", { ...maya, role: "trainer" as const }],
  ["gym", { ...maya, gym: "harbour" }],
])("another %s ends earlier tokens and open sockets", async (_, changed) => {
  await using node = await testRuntime();
  const { token } = await granted(node, maya);
  await using sessions = await openLiveSessions(node);
  const ends: string[] = [];
  sessions.open({ actor: await authenticate(node, { token }), end: (reason) => ends.push(reason) });
  const next = await granted(node, changed);
  await expect.poll(() => ends).toEqual(["ended"]);
  await expect(authenticate(node, { token })).rejects.toMatchObject({ code: "SESSION_ENDED" });
  expect(await authenticate(node, { token: next.token })).toMatchObject({ role: changed.role, gym: { slug: changed.gym } });
});

test("a disabled user gets no token", async () => {
  await using node = await testRuntime();
  const { user } = await granted(node, maya);
  await disableUser(node, user.id);
  expect(await ask(node, maya)).toMatchObject({ status: 403, body: { error: { code: "FORBIDDEN" } } });
});

test("the main API says at which desks somebody works: they come, stay while none are named, and go, and with each change what was open ends", async () => {
  await using node = await testRuntime();
  const sam: ChatTokenRequest = { externalId: "main-7", name: "Sam Berg", role: "staff", gym: "city-west" };
  const slugs = new Map<string, string>();
  const desksOf = async ({ token }: GrantedChatToken) => {
    for (const { id, slug } of await node.db.prisma.gym.findMany()) slugs.set(id, slug);
    return (await authenticate(node, { token })).deskGymIds.map((id) => slugs.get(id));
  };
  const alone = await granted(node, sam);
  expect(await desksOf(alone)).toEqual(["city-west"]);
  const both = await granted(node, { ...sam, desks: ["lake", "city-west", "harbour", "lake"] });
  expect(await desksOf(both)).toEqual(["city-west", "harbour", "lake"]);
  await expect(authenticate(node, alone)).rejects.toMatchObject({ code: "SESSION_ENDED" });
  // The same again, in another order, or without a word of it.
  for (const again of [sam, { ...sam, desks: ["harbour", "lake"] }]) expect(await desksOf(await granted(node, again))).toHaveLength(3);
  expect(await desksOf(both)).toHaveLength(3);
  expect(await desksOf(await granted(node, { ...sam, desks: ["lake"] }))).toEqual(["city-west", "lake"]);
  await expect(authenticate(node, both)).rejects.toMatchObject({ code: "SESSION_ENDED" });
  // Whose own gym a desk becomes is no guest there, and the former own one is none of theirs.
  expect(await desksOf(await granted(node, { ...sam, gym: "lake" }))).toEqual(["lake"]);
  await granted(node, { ...sam, gym: "lake", desks: ["harbour"] });
  expect(await desksOf(await granted(node, { ...sam, gym: "lake", role: "trainer" }))).toEqual([]);
  expect(await desksOf(await granted(node, { ...sam, gym: "lake" }))).toEqual(["lake"]);
  expect(await desksOf(await granted(node, { ...sam, gym: "lake", desks: [] }))).toEqual(["lake"]);
});

test("calls that arrive together with other desks, of gyms that are new to all of them, leave what one of them says", async () => {
  await using node = await testRuntime();
  const sam: ChatTokenRequest = { externalId: "main-7", name: "Sam Berg", role: "staff", gym: "north" };
  const said = [["alpha", "beta"], ["beta", "gamma"], ["alpha", "gamma"], []];
  await Promise.all(said.map((desks) => granted(node, { ...sam, desks })));
  const rows = await node.db.prisma.deskMembership.findMany({ include: { gym: true } });
  expect(said).toContainEqual(rows.map(({ gym }) => gym.slug).sort());
  expect(await node.db.prisma.gym.count()).toBe(4);
});
