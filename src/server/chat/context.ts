import type { Actor } from "../accounts/actor";
import type { Delivery } from "../delivery/delivery";
import type { Runtime } from "../platform/runtime";

/** What a verb of the chat runs in: the process's parts, and on whose behalf. */
export interface ChatContext extends Pick<Runtime, "db" | "rateLimits" | "clock" | "bus" | "log" | "metrics"> {
  delivery: Delivery;
  actor: Actor;
}
