/** Who may do what: pure rules over roles and gyms. A refusal is worded by the caller, so that "absent" and "not yours" look alike. */
import type { ConversationType } from "./conversations";
import type { Role } from "./people";

interface Subject {
  id: string;
  role: Role;
  gymId: string;
}

/** Staff answer support conversations; admins may too. Trainers only coach. */
export function isDeskRole(role: Role): boolean {
  return role === "staff" || role === "admin";
}

/** Whether `actor` works at the desk of this gym. */
export function worksAtDesk(actor: Pick<Subject, "role" | "gymId">, gymId: string): boolean {
  return isDeskRole(actor.role) && actor.gymId === gymId;
}

/** Admins set their gym's desk up: its labels, its rules. */
export function maySetUpDesk(role: Role): boolean {
  return role === "admin";
}

/**
 * Whether `actor` may start a conversation with `other`, find them in a search and see their presence unasked.
 * Members reach the trainers and staff of their gym, never other members; everybody else reaches everybody of their gym.
 */
export function mayReach(actor: Subject, other: Subject): boolean {
  if (actor.id === other.id || actor.gymId !== other.gymId) return false;
  return actor.role !== "member" || other.role !== "member";
}

/** Admins shut people of their gym out, and let them in again; never themselves. */
export function mayDisable(actor: Subject, other: Subject): boolean {
  return actor.role === "admin" && actor.gymId === other.gymId && actor.id !== other.id;
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
  actor: Subject,
  conversation: { type: ConversationType; gymId: string; memberId: string | null },
  participates: boolean,
): boolean {
  if (conversation.type === "support") return conversation.memberId === actor.id || worksAtDesk(actor, conversation.gymId);
  return participates;
}
