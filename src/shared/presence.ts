import * as z from "zod";
import { Id } from "./ids";
import { limits } from "./limits";

/** What somebody says of themselves. */
export const PresenceStatus = z.enum(["online", "away", "busy"]);
export type PresenceStatus = z.infer<typeof PresenceStatus>;

/** What watchers are told of a user. */
export interface Presence {
  userId: string;
  status: PresenceStatus | "offline";
  /** When they were last here (ISO), `null` if never. */
  lastSeenAt: string | null;
}

/** Also the heartbeat: sent every `limits.heartbeatIntervalMs` by each connected client. */
export const SetPresenceInput = z.object({ status: PresenceStatus });
/** Whose presence the caller asks about. */
export const PresenceInput = z.object({ userIds: z.array(Id).max(limits.presenceUsersMax) });

/** Says that the caller types, every few seconds, or that they stopped. */
export const SetTypingInput = z.object({ conversationId: Id, isTyping: z.boolean() });
/** Where the caller wants to know who types. */
export const OnTypingInput = z.object({ conversationId: Id });

/** Who is typing now, the caller left out. */
export interface Typing {
  conversationId: string;
  userIds: string[];
}
