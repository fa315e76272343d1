import { randomUUID } from "node:crypto";
import { AppError } from "../../shared/errors";
import type { ChatToken, ChatTokenRequest, Person } from "../../shared/people";
import { issueChatToken } from "./chat-token";
import { bringUpToDate, type GrantServices } from "./refresh-profile";

export interface GrantedChatToken extends ChatToken {
  user: Person & { gymId: string };
}

/**
 * Gives the main API a chat token for one of its people, who is created or brought up to date on the way, and so is the gym (`announced` resolves when
 * everybody knows who they are now).
 * Throws `FORBIDDEN` for a disabled user and `RATE_LIMITED`.
 */
export async function grantChatToken(
  services: GrantServices,
  request: ChatTokenRequest,
): Promise<{ answer: GrantedChatToken; announced: Promise<void> }> {
  const { env, clock, rateLimits } = services;
  await rateLimits.take("tokens", `external:${request.externalId}`);
  const { user, sessionVersion, disabled, announced } = await bringUpToDate(services, request);
  if (disabled) throw new AppError("FORBIDDEN", {}, `user ${user.id} is disabled`);
  const signIn = { userId: user.id, sessionId: randomUUID(), sessionVersion };
  const token = await issueChatToken(env.CHAT_TOKEN_SECRET, signIn, { now: clock.now() });
  return { answer: { ...token, user }, announced };
}
