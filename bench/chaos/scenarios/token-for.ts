import { randomUUID } from "node:crypto";
import { issueChatToken } from "../../../src/server/accounts/chat-token";
import { secrets } from "../cluster";

/** Issues chat tokens of one sign-in of a user, as the main API does. */
export function tokenFor(userId: string): () => Promise<string> {
  const claims = { userId, sessionId: randomUUID(), sessionVersion: 1 };
  return async () => (await issueChatToken(secrets.chatToken, claims, { now: Date.now() })).token;
}
