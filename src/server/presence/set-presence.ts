import type { PresenceStatus } from "../../shared/presence";
import type { RateLimits } from "../platform/rate-limit";
import type { PresenceBoard } from "./presence-board";

/**
 * The caller's state on one connection; also the heartbeat that keeps them present.
 * @throws RATE_LIMITED
 */
export async function setPresence(
  { presence, rateLimits }: { presence: PresenceBoard; rateLimits: RateLimits },
  { actor, connectionId }: { actor: { id: string }; connectionId: string },
  { status }: { status: PresenceStatus },
): Promise<void> {
  await rateLimits.take("presence", actor.id);
  presence.beat(actor.id, connectionId, status);
}
