import type { Gym, Me, Person } from "../../shared/people";

/** The caller: who they are, and by which sign-in. */
export interface Actor extends Person {
  gymId: string;
  gym: Gym;
  /** The sign-in. A chat token taken through a cookie carries the cookie's, so that signing out ends both. */
  sessionId: string;
  /** The user's `session_version` when they signed in. */
  sessionVersion: number;
  /** Epoch milliseconds. */
  expiresAt: number;
  via: "cookie" | "token";
}

/** The caller as `auth.me` answers it. */
export function toMe({ id, name, avatarUrl, role, gym, expiresAt }: Actor): Me {
  return { id, name, avatarUrl, role, gym, expiresAt: new Date(expiresAt).toISOString() };
}
