import { uuidv7 } from "uuidv7";
import { expect, test } from "vitest";
import { limits } from "../../shared/limits";
import type { MemberField } from "../../shared/member-fields";
import { makeStaffedGym } from "../testing/example-data";
import { type ServedChat, serveChat } from "../testing/served-chat";

const fields = { Membership: "Gold", "Next class": { date: "2026-12-24" }, Visits: 12, "Öffnet Türen": "ja" };
const shown: MemberField[] = [
  { label: "Membership", type: "text", value: "Gold" },
  { label: "Next class", type: "date", value: "2026-12-24" },
  { label: "Visits", type: "number", value: 12 },
  { label: "Öffnet Türen", type: "text", value: "ja" },
];

async function world() {
  const served = await serveChat();
  const { db, env } = served.runtime;
  const [here, elsewhere] = [await makeStaffedGym(db), await makeStaffedGym(db)];
  const { slug } = await db.prisma.gym.findUniqueOrThrow({ where: { id: here.gymId } });
  const maya = { externalId: "main-1", name: "Maya Lind", role: "member", gym: slug };
  const post = async (body: unknown, key = env.MAIN_API_KEY) => {
    const response = await fetch(`${served.url}/api/members`, {
      method: "POST",
      headers: { "content-type": "application/json", "x-api-key": key },
      body: JSON.stringify(body),
    });
    return { status: response.status, body: (await response.json()) as { user?: { id: string }; error?: { code: string } } };
  };
  const as = async (userId: string) => served.over(await served.tokenOf(userId)).chat;
  return { served, here, elsewhere, maya, post, as, [Symbol.asyncDispose]: () => (served as ServedChat)[Symbol.asyncDispose]() };
}

test("what the main API says about a member is shown to their desk as it came, beside the case too", async () => {
  await using w = await world();
  const { status, body } = await w.post({ ...w.maya, fields });
  expect(status).toBe(200);
  const userId = body.user?.id ?? "";
  const staff = await w.as(w.here.staff);
  expect(await staff.users.get.query({ userId })).toMatchObject({
    id: userId,
    name: "Maya Lind",
    gym: { id: w.here.gymId },
    fields: shown,
  });
  const member = await w.as(userId);
  const { id: conversationId } = await member.support.open.mutate({});
  expect((await staff.support.get.query({ conversationId })).fields).toEqual(shown);
  // Left out they stay; given they are all there is.
  await w.post({ ...w.maya, name: "Maya L." });
  expect(await staff.users.get.query({ userId })).toMatchObject({ name: "Maya L.", fields: shown });
  await w.post({ ...w.maya, fields: {} });
  expect((await staff.users.get.query({ userId })).fields).toEqual([]);
});

test("nobody but the desk of their gym sees the fields, the member neither; who is not there is answered alike", async () => {
  await using w = await world();
  const userId = (await w.post({ ...w.maya, fields })).body.user?.id ?? "";
  for (const caller of [userId, w.here.member, w.here.trainer, w.elsewhere.staff, w.elsewhere.admin]) {
    const chat = await w.as(caller);
    for (const asked of [userId, uuidv7()]) {
      await expect(chat.users.get.query({ userId: asked })).rejects.toMatchObject({ data: { app: { code: "FORBIDDEN" } } });
    }
  }
});

test("what another gym says about a member who moved there is not shown beside their former case", async () => {
  await using w = await world();
  const userId = (await w.post({ ...w.maya, fields })).body.user?.id ?? "";
  const { id: conversationId } = await (await w.as(userId)).support.open.mutate({});
  const staff = await w.as(w.here.staff);
  const { slug } = await w.served.runtime.db.prisma.gym.findUniqueOrThrow({ where: { id: w.elsewhere.gymId } });
  await w.post({ ...w.maya, gym: slug, fields: { Debts: "many" } });
  expect((await staff.support.get.query({ conversationId })).fields).toEqual([]);
  await expect(staff.users.get.query({ userId })).rejects.toMatchObject({ data: { app: { code: "FORBIDDEN" } } });
});

test("what a gym says about a member is never shown to the desk of a gym they move to, nor again when they come back", async () => {
  await using w = await world();
  const userId = (await w.post({ ...w.maya, fields })).body.user?.id ?? "";
  const { slug } = await w.served.runtime.db.prisma.gym.findUniqueOrThrow({ where: { id: w.elsewhere.gymId } });
  await w.post({ ...w.maya, gym: slug });
  const staff = await w.as(w.elsewhere.staff);
  const { id: conversationId } = await (await w.as(userId)).support.open.mutate({});
  expect((await staff.users.get.query({ userId })).fields).toEqual([]);
  expect((await staff.support.get.query({ conversationId })).fields).toEqual([]);
  await w.post({ ...w.maya, gym: slug, fields: { Debts: "many" } });
  expect((await staff.users.get.query({ userId })).fields).toEqual([{ label: "Debts", type: "text", value: "many" }]);
  await w.post(w.maya);
  expect((await (await w.as(w.here.staff)).users.get.query({ userId })).fields).toEqual([]);
});

test("fields are bounded and typed, and only the key of the main API sets them", async () => {
  await using w = await world();
  const tooMany = Object.fromEntries(Array.from({ length: limits.memberFieldsMax + 1 }, (_, n) => [`Field ${n}`, n]));
  const long = { Note: "x".repeat(limits.memberFieldCharactersMax + 1) };
  for (const wrong of [tooMany, long, { Deep: { more: 1 } }, { Day: { date: "soon" } }, { "": "x" }, { None: null }, { Nul: "\u0000" }]) {
    expect(await w.post({ ...w.maya, fields: wrong })).toMatchObject({ status: 400, body: { error: { code: "BAD_INPUT" } } });
  }
  expect(await w.post({ ...w.maya, fields }, "guess")).toMatchObject({ status: 401, body: { error: { code: "UNAUTHENTICATED" } } });
  expect((await fetch(`${w.served.url}/api/members`)).status).toBe(405);
});
