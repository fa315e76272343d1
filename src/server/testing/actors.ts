import { randomUUID } from "node:crypto";
import type { Actor } from "../accounts/actor";
import { recognize } from "../accounts/authenticate";
import type { Services } from "../api/services";
import type { ChatContext } from "../chat/context";

type Caller = ChatContext & Services;

/** A signed-in user's calls, as the routers make them: `sendMessage(await as(services, userId), …)`. */
export async function as(services: Services, userId: string): Promise<Caller> {
  return { ...services, actor: await actorOf(services, userId) };
}

/** A user as a caller whose sign-in holds for an hour. */
async function actorOf({ db, clock }: Services, userId: string): Promise<Actor> {
  const [row] = await db.rows<{ session_version: number }>(
    { name: "testing-session-version", text: "select session_version from users where id = $1" },
    [userId],
  );
  const claims = { userId, sessionId: randomUUID(), sessionVersion: row?.session_version ?? 0, expiresAt: clock.now() + 3_600_000 };
  return recognize(db, { ...claims, via: "token" });
}
