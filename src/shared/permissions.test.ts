import { describe, expect, it } from "vitest";
import type { Role } from "./people";
import { actorOf, deskGymsOf, isDeskRole, mayDisable, mayManageGroups, mayReach, mayTakePart, worksAtDesk } from "./permissions";

const roles: Role[] = ["member", "trainer", "staff", "admin"];
const somebody = (role: Role, gymId = "west", id: string = role) => ({ id, role, gymId, deskGymIds: isDeskRole(role) ? [gymId] : [] });
/** Belongs to the west, works at the desk of the south, too. */
const guest = (role: Role) => ({ ...somebody(role), deskGymIds: ["west", "south"] });

describe("who reaches whom", () => {
  const reach: Record<Role, Role[]> = {
    member: ["trainer", "staff", "admin"],
    trainer: ["member", "trainer", "staff", "admin"],
    staff: ["member", "trainer", "staff", "admin"],
    admin: ["member", "trainer", "staff", "admin"],
  };
  const pairs = roles.flatMap((role) => roles.map((other) => [role, other, reach[role].includes(other)] as const));

  it.each(pairs)("a %s reaches a %s of the same gym: %s", (role, other, expected) => {
    expect(mayReach(somebody(role), somebody(other, "west", "other"))).toBe(expected);
  });

  it.each(pairs)("a %s never reaches a %s of another gym", (role, other) => {
    expect(mayReach(somebody(role), somebody(other, "east", "other"))).toBe(false);
  });

  it.each(roles)("a %s does not reach themselves", (role) => {
    expect(mayReach(somebody(role), somebody(role))).toBe(false);
  });
});

describe("the desk", () => {
  it("is worked at by staff and admins, each at their own gym", () => {
    expect(roles.filter(isDeskRole)).toEqual(["staff", "admin"]);
    expect(roles.filter((role) => worksAtDesk(somebody(role), "west"))).toEqual(["staff", "admin"]);
    expect(roles.filter((role) => worksAtDesk(somebody(role, "east"), "west"))).toEqual([]);
  });

  it("of another gym is open to whom it was given, as long as their role works at a desk", () => {
    expect(roles.filter((role) => worksAtDesk(guest(role), "south"))).toEqual(["staff", "admin"]);
    expect(roles.filter((role) => worksAtDesk(guest(role), "east"))).toEqual([]);
    expect(roles.filter((role) => mayDisable(guest(role), somebody("member", "south")))).toEqual(["admin"]);
    expect(roles.filter((role) => mayDisable(guest(role), somebody("member", "east")))).toEqual([]);
  });

  it("is that of one's own gym for a viewer whom a device kept before there could be several", () => {
    const gym = { id: "west", slug: "west", name: "West", timeZone: "UTC" };
    const desks = [gym, { id: "south", name: "South", timeZone: "UTC" }];
    expect(roles.map((role) => actorOf({ id: "me", role, gym }).deskGymIds)).toEqual([[], [], ["west"], ["west"]]);
    expect(deskGymsOf({ role: "staff", gym })).toEqual([{ id: "west", name: "West", timeZone: "UTC" }]);
    expect(actorOf({ id: "me", role: "staff", gym, desks }).deskGymIds).toEqual(["west", "south"]);
  });
});

describe("groups", () => {
  it("are made and changed by everybody but members", () => {
    expect(roles.filter(mayManageGroups)).toEqual(["trainer", "staff", "admin"]);
  });
});

describe("taking part", () => {
  const support = { type: "support" as const, gymId: "west", memberId: "mia" };

  it.each(["direct", "group"] as const)("in a %s conversation is for its participants alone, whatever their role", (type) => {
    const conversation = { type, gymId: "west", memberId: null };
    for (const role of roles) {
      expect(mayTakePart(somebody(role), conversation, true)).toBe(true);
      expect(mayTakePart(somebody(role), conversation, false)).toBe(false);
    }
  });

  it("in a support conversation is for its member and the desk of its gym", () => {
    expect(mayTakePart(somebody("member", "west", "mia"), support, true)).toBe(true);
    expect(mayTakePart(somebody("staff"), support, false)).toBe(true);
    expect(mayTakePart(somebody("admin"), support, false)).toBe(true);
  });

  it("in a support conversation is not for others, even where a participant's row of theirs was left behind", () => {
    for (const participates of [true, false]) {
      expect(mayTakePart(somebody("member", "west", "max"), support, participates)).toBe(false);
      expect(mayTakePart(somebody("trainer"), support, participates)).toBe(false);
      expect(mayTakePart(somebody("staff", "east"), support, participates)).toBe(false);
      expect(mayTakePart(somebody("admin", "east"), support, participates)).toBe(false);
    }
  });
});
