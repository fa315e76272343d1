import type { Runtime } from "../platform/runtime";
import { sessionTopic, writeSessionNews } from "./session-news";

const raise = {
  name: "accounts.raise-session-version",
  text: `
    update users set session_version = session_version + 1, sessions_changed_at = now()
     where id = $1::uuid returning session_version`,
};

/**
 * Ends every sign-in of a user, on every device and in every process, the caller's own too. It holds when this resolves; the open sockets learn
 * it one turn later, so that a caller's own socket still carries the answer.
 */
export async function signOutEverywhere({ db, bus }: Pick<Runtime, "db" | "bus">, userId: string): Promise<void> {
  const [row] = await db.rows<{ session_version: number }>(raise, [userId]);
  if (!row) return;
  const news = writeSessionNews({ userId, sessionVersion: row.session_version });
  setImmediate(() => bus.publish(sessionTopic, news));
}
