import type { Presence } from "../../shared/presence";
import type { Clock } from "../platform/clock";
import type { Sql } from "../platform/db";
import type { Log } from "../platform/log";
import type { RateLimits } from "../platform/rate-limit";
import type { PresenceBoard } from "./presence-board";
import { visibleUsers, type Watcher } from "./visible-users";

/** How often it is asked again whom the watcher may know about. */
export const visibilityIntervalMs = 60_000;

interface Parts {
  presence: PresenceBoard;
  db: Sql;
  clock: Clock;
  log: Log;
  rateLimits: RateLimits;
}

interface Input {
  userIds: readonly string[];
  signal: AbortSignal;
}

/**
 * The present state of those whom the caller may know about, then each change, until `signal` aborts. A slow reader gets the newest
 * state of each user, not every step. Who becomes visible is told about from then on; who ceases to be is silently left out.
 * @throws RATE_LIMITED
 */
export async function* watchPresence(parts: Parts, actor: Watcher, { userIds, signal }: Input): AsyncGenerator<Presence, void, undefined> {
  await parts.rateLimits.take("reads", actor.id);
  // By user, so that what waits for a slow reader has a bound.
  const waiting = new Map<string, Presence>();
  const told = new Map<string, Presence["status"]>();
  let visible = new Set<string>();
  let isCheckDue = true;
  let wake = (): void => undefined;

  const tell = (presence: Presence) => {
    if (!visible.has(presence.userId)) return;
    waiting.set(presence.userId, presence);
    wake();
  };
  const check = async () => {
    const now = new Set(await visibleUsers(parts.db, actor, userIds));
    const added = [...now].filter((userId) => !visible.has(userId));
    for (const userId of visible) {
      if (now.has(userId)) continue;
      waiting.delete(userId);
      told.delete(userId);
    }
    visible = now;
    // Watched already, so a change that comes during this read is not lost; it is newer than what is read.
    for (const presence of await parts.presence.read(added)) if (!waiting.has(presence.userId)) tell(presence);
  };
  const onAbort = () => wake();

  signal.addEventListener("abort", onAbort, { once: true });
  await using _watch = await parts.presence.watch(
    userIds.map((userId) => userId.toLowerCase()),
    tell,
  );
  using _checks = parts.clock.every(visibilityIntervalMs, () => {
    isCheckDue = true;
    wake();
  });
  let isFirst = true;
  try {
    while (!signal.aborted) {
      if (isCheckDue) {
        isCheckDue = false;
        await check().catch((error: unknown) => {
          // At first there is nothing to fall back on; later the last answer holds until the database can be asked again.
          if (isFirst) throw error;
          parts.log.warn(
            { userId: actor.id, error: error instanceof Error ? error.message : "unknown" },
            "presence visibility was not checked",
          );
        });
        isFirst = false;
      }
      for (const [userId, presence] of waiting) {
        waiting.delete(userId);
        if (told.get(userId) === presence.status) continue;
        told.set(userId, presence.status);
        yield presence;
        if (signal.aborted) return;
      }
      if (isCheckDue || waiting.size > 0) continue;
      await new Promise<void>((resolve) => {
        wake = resolve;
        if (signal.aborted) resolve();
      });
    }
  } finally {
    signal.removeEventListener("abort", onAbort);
  }
}
