import { expect, test } from "vitest";
import { type Role, SearchUsersInput } from "../../shared/people";
import { mayReach } from "../../shared/permissions";
import { makeGym, makeUser } from "../testing/example-data";
import { type TestRuntime, testRuntime } from "../testing/test-runtime";
import type { Actor } from "./actor";
import { disableUser } from "./disable-user";
import { findPeople } from "./find-people";

function actor(id: string, role: Role, gymId: string): Actor {
  const gym = { id: gymId, slug: "g", name: "G", timeZone: "Europe/Berlin" };
  return {
    id,
    role,
    gymId,
    gym,
    desks: [],
    deskGymIds: [],
    name: "",
    avatarUrl: null,
    sessionId: "",
    sessionVersion: 1,
    expiresAt: 0,
    via: "token",
  };
}

async function names(node: TestRuntime, who: Actor, input: Partial<SearchUsersInput> = {}): Promise<string[]> {
  return (await findPeople(node, who, SearchUsersInput.parse(input))).items.map((person) => person.name);
}

test("everybody finds whom they may reach, and nobody else", async () => {
  await using node = await testRuntime();
  const gyms = [await makeGym(node.db), await makeGym(node.db)];
  const everybody = await Promise.all(
    gyms.flatMap((gymId) =>
      (["member", "member", "trainer", "staff", "admin"] as const).map(async (role) => ({
        id: await makeUser(node.db, role, { gymId }),
        role,
        gymId,
      })),
    ),
  );
  for (const caller of everybody) {
    const found = await findPeople(node, actor(caller.id, caller.role, caller.gymId), SearchUsersInput.parse({ limit: 100 }));
    const reachable = everybody.filter((other) => mayReach(caller, other)).map(({ id }) => id);
    expect(found.items.map(({ id }) => id).sort()).toEqual(reachable.sort());
  }
});

test("every word of the query stands somewhere in the name, and % _ \\ mean themselves", async () => {
  await using node = await testRuntime();
  const gymId = await makeGym(node.db);
  const staff = actor(await makeUser(node.db, "staff", { gymId, name: "Desk" }), "staff", gymId);
  for (const name of ["Anna Schmidt", "Annabel Sand", "100% Jo", "a_b", "back\\slash"]) await makeUser(node.db, "member", { gymId, name });
  expect(await names(node, staff, { query: "schm ANNA" })).toEqual(["Anna Schmidt"]);
  expect(await names(node, staff, { query: "%" })).toEqual(["100% Jo"]);
  expect(await names(node, staff, { query: "_" })).toEqual(["a_b"]);
  expect(await names(node, staff, { query: "\\" })).toEqual(["back\\slash"]);
  await expect(names(node, staff, { query: "anna\u0000" })).rejects.toMatchObject({ code: "BAD_INPUT" });
  expect(await names(node, staff, { query: "' or 1=1 --" })).toEqual([]);
});

test("case and accents do not matter, and letters must stand together", async () => {
  await using node = await testRuntime();
  const gymId = await makeGym(node.db);
  const staff = actor(await makeUser(node.db, "staff", { gymId, name: "Desk" }), "staff", gymId);
  for (const name of ["Zoë Müller", "Özlem Yılmaz", "ANAND BAN", "\u738b\u5c0f\u660e"]) await makeUser(node.db, "member", { gymId, name });
  expect(await names(node, staff, { query: "MULLER zoe" })).toEqual(["Zoë Müller"]);
  expect(await names(node, staff, { query: "Zoe\u0308" })).toEqual(["Zoë Müller"]);
  expect(await names(node, staff, { query: "özl" })).toEqual(["Özlem Yılmaz"]);
  expect(await names(node, staff, { query: "\u5c0f\u660e" })).toEqual(["\u738b\u5c0f\u660e"]);
  expect(await names(node, staff, { query: "band" })).toEqual([]);
  expect(await names(node, staff, { query: "\u0301" })).toEqual([]);
  expect((await names(node, staff, { query: "z" })).sort()).toEqual(["Zoë Müller", "Özlem Yılmaz"]);
});

test("pages join without a hole or a double, with equal and with very long names, and a role narrows them", async () => {
  await using node = await testRuntime();
  const gymId = await makeGym(node.db);
  const trainer = actor(await makeUser(node.db, "trainer", { gymId }), "trainer", gymId);
  for (let at = 0; at < 7; at++) await makeUser(node.db, "member", { gymId, name: at < 4 ? "Kim" : `${"界".repeat(119)}${at}` });
  await makeUser(node.db, "staff", { gymId, name: "Desk" });
  const seen: string[] = [];
  let cursor: string | null | undefined;
  do {
    const page = await findPeople(node, trainer, SearchUsersInput.parse({ role: "member", limit: 2, cursor }));
    seen.push(...page.items.map(({ id }) => id));
    cursor = page.nextCursor;
  } while (cursor);
  expect(seen).toHaveLength(7);
  expect(new Set(seen).size).toBe(7);
});

test("a member who asks for members finds nobody, and disabled people are found by nobody", async () => {
  await using node = await testRuntime();
  const gymId = await makeGym(node.db);
  const member = actor(await makeUser(node.db, "member", { gymId }), "member", gymId);
  await makeUser(node.db, "member", { gymId });
  const trainer = await makeUser(node.db, "trainer", { gymId });
  expect(await names(node, member, { role: "member" })).toEqual([]);
  expect(await names(node, member)).toHaveLength(1);
  await disableUser(node, trainer);
  expect(await names(node, member)).toEqual([]);
});

test("a cursor that is none of ours is refused, and one of another gym leads nowhere", async () => {
  await using node = await testRuntime();
  const [gymId, elsewhere] = [await makeGym(node.db), await makeGym(node.db)];
  const staff = actor(await makeUser(node.db, "staff", { gymId }), "staff", gymId);
  await makeUser(node.db, "member", { gymId });
  const stranger = await makeUser(node.db, "member", { gymId: elsewhere, name: "A" });
  await expect(names(node, staff, { cursor: "2" })).rejects.toMatchObject({ code: "BAD_INPUT" });
  expect(await names(node, staff, { cursor: stranger })).toEqual([]);
});
