import type { Runtime } from "../platform/runtime";
import { signInLifeMs } from "./session-cookie";
import { sessionTopic, writeSessionNews } from "./session-news";

// Rows of the same person that no cookie or token can carry any more go with it, so the table stays as large as the last week's sign-outs.
const revoke = {
  name: "accounts.revoke-session",
  text: `
    with gone as (delete from revoked_sessions where user_id = $2::uuid and expires_at < now())
    insert into revoked_sessions (id, user_id, expires_at)
    select $1::uuid, id, now() + make_interval(secs => $3::float8 / 1000) from users where id = $2::uuid
    on conflict (id) do nothing`,
};

/** Ends one sign-in: its cookie, its chat tokens and its open sockets, in every process. Ending it twice changes nothing. */
export async function endSession(
  { db, bus }: Pick<Runtime, "db" | "bus">,
  { userId, sessionId }: { userId: string; sessionId: string },
): Promise<void> {
  // A cookie is made anew on every visit, so the row outlives the youngest one that can exist, with an hour for clocks that differ.
  await db.rows(revoke, [sessionId, userId, signInLifeMs + 3_600_000]);
  bus.publish(sessionTopic, writeSessionNews({ sessionId }));
}
