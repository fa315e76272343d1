/** Who may do what: pure rules over roles and gyms. A refusal is worded by the caller, so that "absent" and "not yours" look alike. */
import type { ConversationType } from "./conversations";
import type { DeskGym, Me, Role } from "./people";

interface Person {
  id: string;
  role: Role;
  /** Where they belong. */
  gymId: string;
}

interface Subject extends Person {
  /** At whose desks they work, their own first; nobody's for those without such a role. */
  deskGymIds: readonly string[];
}

/** Staff answer support conversations; admins may too. Trainers only coach. */
export function isDeskRole(role: Role): boolean {
  return role === "staff" || role === "admin";
}

/** Whether `actor` works at the desk of this gym. */
export function worksAtDesk(actor: Pick<Subject, "role" | "deskGymIds">, gymId: string): boolean {
  return isDeskRole(actor.role) && actor.deskGymIds.includes(gymId);
}

/** The gyms at whose desk the viewer works, their own first. A device may have kept a viewer from before there could be several. */
export function deskGymsOf({ role, gym, desks }: Pick<Me, "role" | "gym"> & Partial<Pick<Me, "desks">>): readonly DeskGym[] {
  return desks ?? (isDeskRole(role) ? [{ id: gym.id, name: gym.name, timeZone: gym.timeZone }] : []);
}

/** Whether two answers about the viewer name the same desks. */
export function haveSameDesks(one: Me, other: Me): boolean {
  const [a, b] = [one, other].map((me) => deskGymsOf(me).map(({ id }) => id));
  return a?.join() === b?.join();
}

/** The viewer as the caller whom these rules judge. */
export function actorOf(me: Pick<Me, "id" | "role" | "gym"> & Partial<Pick<Me, "desks">>): Subject {
  return { id: me.id, role: me.role, gymId: me.gym.id, deskGymIds: deskGymsOf(me).map(({ id }) => id) };
}

/** Admins set the desks up at which they work: their labels, their rules. */
export function maySetUpDesk(role: Role): boolean {
  return role === "admin";
}

/**
 * Whether `actor` may start a conversation with `other`, find them in a search and see their presence unasked.
 * Members reach the trainers and staff of their gym, never other members; everybody else reaches everybody of their gym.
 */
export function mayReach(actor: Person, other: Person): boolean {
  if (actor.id === other.id || actor.gymId !== other.gymId) return false;
  return actor.role !== "member" || other.role !== "member";
}

/** Admins shut people of the gyms out at whose desks they work, and let them in again; never themselves. */
export function mayDisable(actor: Subject, other: Person): boolean {
  return actor.role === "admin" && worksAtDesk(actor, other.gymId) && actor.id !== other.id;
}

/** Groups are made, and their people and names changed, by trainers and staff; those of their own gym only. */
export function mayManageGroups(role: Role): boolean {
  return role !== "member";
}

/**
 * Whether `actor` may read and write a conversation now.
 * A support conversation belongs to its member and to the desk of its gym: a former staff member's participant row opens nothing.
 */
export function mayTakePart(
  actor: Omit<Subject, "gymId">,
  conversation: { type: ConversationType; gymId: string; memberId: string | null },
  participates: boolean,
): boolean {
  if (conversation.type === "support") return conversation.memberId === actor.id || worksAtDesk(actor, conversation.gymId);
  return participates;
}
