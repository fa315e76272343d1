import type { PresenceStatus } from "../../shared/presence";
import type { PresenceBoard } from "./presence-board";

/** The caller's state on one connection; also the heartbeat that keeps them present. */
export function setPresence(
  { presence }: { presence: PresenceBoard },
  caller: { userId: string; connectionId: string },
  { status }: { status: PresenceStatus },
): void {
  presence.beat(caller.userId, caller.connectionId, status);
}
