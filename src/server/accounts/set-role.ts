import type { Role } from "../../shared/people";
import type { Runtime } from "../platform/runtime";
import { sessionTopic, writeSessionNews } from "./session-news";

const write = {
  name: "accounts.set-role",
  text: `
    update users set role = $2, session_version = session_version + 1, sessions_changed_at = now()
     where id = $1::uuid and role <> $2 returning session_version`,
};

/** Gives a user another role: every sign-in with the old one ends at once. */
export async function setRole({ db, bus }: Pick<Runtime, "db" | "bus">, userId: string, role: Role): Promise<void> {
  const [row] = await db.rows<{ session_version: number }>(write, [userId, role]);
  if (row) bus.publish(sessionTopic, writeSessionNews({ userId, sessionVersion: row.session_version }));
}
