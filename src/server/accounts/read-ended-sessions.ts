import type { Sql } from "../platform/db";
import type { Actor } from "./actor";
import type { SessionNews } from "./session-news";

// Twice as long as a transaction may take (platform/db.ts): whatever commits late is still inside. Measured by the database's clock alone.
const windowMs = 10_000;
/** More than this in one window (an import, say), and only the sign-ins that are open here are asked about. */
const rowsMax = 500;

interface Row {
  user_id: string | null;
  session_id: string | null;
  session_version: number | null;
}

const endedLately = {
  name: "accounts.ended-lately",
  text: `
    (select id as user_id, null::uuid as session_id, session_version
       from users where sessions_changed_at > now() - make_interval(secs => $1::float8 / 1000) limit ${rowsMax + 1})
    union all
    (select null, id, null
       from revoked_sessions where revoked_at > now() - make_interval(secs => $1::float8 / 1000) limit ${rowsMax + 1})`,
};

const endedOfThese = {
  name: "accounts.ended-of-these",
  text: `
    select id as user_id, null::uuid as session_id, session_version
      from users where id = any($2::uuid[]) and sessions_changed_at > now() - make_interval(secs => $1::float8 / 1000)
    union all
    select null, id, null
      from revoked_sessions where id = any($3::uuid[]) and revoked_at > now() - make_interval(secs => $1::float8 / 1000)`,
};

/**
 * Which sign-ins ended lately.
 * @param open answers the sign-ins of this process: asked only when they matter, for there are thousands
 * @param sinceMs milliseconds since the last answer, which widen the window
 */
export async function readEndedSessions(
  sql: Sql,
  { open, sinceMs }: { open: () => readonly Pick<Actor, "id" | "sessionId">[]; sinceMs: number },
): Promise<SessionNews[]> {
  const rows = await sql.rows<Row>(endedLately, [windowMs + sinceMs]);
  if (rows.length <= rowsMax) return rows.flatMap(toNews);
  const actors = open();
  const users = [...new Set(actors.map((actor) => actor.id))];
  const sessions = [...new Set(actors.map((actor) => actor.sessionId))];
  return (await sql.rows<Row>(endedOfThese, [windowMs + sinceMs, users, sessions])).flatMap(toNews);
}

function toNews({ user_id, session_id, session_version }: Row): SessionNews[] {
  if (user_id !== null && session_version !== null) return [{ userId: user_id, sessionVersion: session_version }];
  return session_id !== null ? [{ sessionId: session_id }] : [];
}
