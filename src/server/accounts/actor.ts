import type { DeskGym, Gym, Me, Person } from "../../shared/people";

/** The caller: who they are, and by which sign-in. */
export interface Actor extends Person {
  gymId: string;
  gym: Gym;
  /** The gyms at whose desk they work, their own first … */
  desks: DeskGym[];
  /** … by their ids. None for members and trainers. */
  deskGymIds: readonly string[];
  /** The sign-in. A chat token taken through a cookie carries the cookie's, so that signing out ends both. */
  sessionId: string;
  /** The user's `session_version` when they signed in. */
  sessionVersion: number;
  /** Epoch milliseconds. */
  expiresAt: number;
  via: "cookie" | "token";
}

/** The caller as `auth.me` answers it. */
export function toMe({ id, name, avatarUrl, role, gym, desks, expiresAt }: Actor): Me {
  return { id, name, avatarUrl, role, gym, desks, expiresAt: new Date(expiresAt).toISOString() };
}
