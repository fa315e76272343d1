import type { Runtime } from "../platform/runtime";
import { lastSeenInDatabase } from "./last-seen";
import type { PresenceBoard } from "./presence-board";
import { openMemoryPresenceBoard } from "./presence-board.memory";

/**
 * The presence board of this process. It is closed before the runtime is.
 * The boards of several processes share over whatever bus the runtime has.
 */
export function createPresence({ bus, clock, log, db }: Pick<Runtime, "bus" | "clock" | "log" | "db">): Promise<PresenceBoard> {
  return openMemoryPresenceBoard({ bus, clock, log, lastSeen: lastSeenInDatabase(db, clock) });
}
