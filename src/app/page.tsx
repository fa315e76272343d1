import { redirect } from "next/navigation";
import { homeOf, readSession } from "@/server/accounts/server-session";

/** Leads everybody to their own place. */
export default async function HomePage() {
  const session = await readSession();
  redirect(session ? homeOf(session.me.role) : "/sign-in");
}
