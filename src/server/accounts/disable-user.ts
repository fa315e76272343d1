import type { Runtime } from "../platform/runtime";
import { sessionTopic, writeSessionNews } from "./session-news";

const disable = {
  name: "accounts.disable-user",
  text: `
    update users set disabled_at = coalesce(disabled_at, now()), session_version = session_version + 1, sessions_changed_at = now()
     where id = $1::uuid returning session_version`,
};

/** Shuts a user out: every sign-in ends at once, and no new one is given. What they wrote stays. */
export async function disableUser({ db, bus }: Pick<Runtime, "db" | "bus">, userId: string): Promise<void> {
  const [row] = await db.rows<{ session_version: number }>(disable, [userId]);
  if (row) bus.publish(sessionTopic, writeSessionNews({ userId, sessionVersion: row.session_version }));
}
