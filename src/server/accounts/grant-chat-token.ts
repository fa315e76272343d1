import { randomUUID } from "node:crypto";
import { AppError } from "../../shared/errors";
import type { ChatToken, ChatTokenRequest, Person } from "../../shared/people";
import type { Delivery } from "../delivery/delivery";
import type { Runtime } from "../platform/runtime";
import { announceProfile } from "./announce-profile";
import { issueChatToken } from "./chat-token";
import { refreshUser } from "./refresh-user";
import { sessionTopic, writeSessionNews } from "./session-news";

export interface GrantedChatToken extends ChatToken {
  user: Person & { gymId: string };
}

export type GrantServices = Pick<Runtime, "env" | "clock" | "db" | "bus" | "rateLimits" | "log"> & { delivery: Pick<Delivery, "change"> };

/**
 * Gives the main API a chat token for one of its people, who is created or brought up to date on the way, and so is the gym.
 * A changed role or gym ends what was open before: sockets must not keep yesterday's rights. A changed name or picture is told to everybody who
 * shares a conversation with them, after the answer (`announced` resolves then).
 * Throws `FORBIDDEN` for a disabled user and `RATE_LIMITED`.
 */
export async function grantChatToken(
  services: GrantServices,
  request: ChatTokenRequest,
): Promise<{ answer: GrantedChatToken; announced: Promise<void> }> {
  const { env, clock, db, bus, rateLimits } = services;
  await rateLimits.take("tokens", `external:${request.externalId}`);
  const { user, sessionVersion, disabled, rightsChanged, profileChanged } = await refreshUser(db, request);
  if (rightsChanged) bus.publish(sessionTopic, writeSessionNews({ userId: user.id, sessionVersion }));
  if (disabled) throw new AppError("FORBIDDEN", {}, `user ${user.id} is disabled`);
  const signIn = { userId: user.id, sessionId: randomUUID(), sessionVersion };
  const token = await issueChatToken(env.CHAT_TOKEN_SECRET, signIn, { now: clock.now() });
  const announced = profileChanged ? announce(services, user.id) : Promise.resolve();
  return { answer: { ...token, user }, announced };
}

/** Never rejects: nobody waits for it but a test. A name that was not told to some is right in their next snapshot. */
async function announce(services: GrantServices, userId: string): Promise<void> {
  try {
    await announceProfile(services, userId);
  } catch (error) {
    services.log.error(
      { userId, error: error instanceof Error ? error.message : String(error) },
      "a new profile was not told to everybody",
    );
  }
}
