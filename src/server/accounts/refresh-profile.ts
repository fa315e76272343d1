import type { ChatTokenRequest } from "../../shared/people";
import type { Delivery } from "../delivery/delivery";
import type { Runtime } from "../platform/runtime";
import { announceProfile } from "./announce-profile";
import { type RefreshedUser, refreshUser } from "./refresh-user";
import { sessionTopic, writeSessionNews } from "./session-news";

/** What answering the main API about one of its people runs in. */
export type GrantServices = Pick<Runtime, "env" | "clock" | "db" | "bus" | "rateLimits" | "log"> & { delivery: Pick<Delivery, "change"> };

/**
 * Makes our user what the main API says about them, and everybody know it. A changed role or gym ends what was open before: sockets must not keep
 * yesterday's rights. A changed name or picture is told to everybody who shares a conversation with them, later (`announced` resolves then).
 */
export async function bringUpToDate(
  services: GrantServices,
  request: ChatTokenRequest,
): Promise<RefreshedUser & { announced: Promise<void> }> {
  const refreshed = await refreshUser(services.db, request);
  const { user, sessionVersion, rightsChanged, profileChanged } = refreshed;
  if (rightsChanged) services.bus.publish(sessionTopic, writeSessionNews({ userId: user.id, sessionVersion }));
  return { ...refreshed, announced: profileChanged ? announce(services, user.id) : Promise.resolve() };
}

/** Tells everybody who somebody is now. Never rejects: nobody waits for it but a test. A name that was not told to some is right in their next snapshot. */
export async function announce(services: Pick<GrantServices, "db" | "log" | "delivery">, userId: string): Promise<void> {
  try {
    await announceProfile(services, userId);
  } catch (error) {
    services.log.error(
      { userId, error: error instanceof Error ? error.message : String(error) },
      "a new profile was not told to everybody",
    );
  }
}
