/** Who is looking at a page: for the layouts and pages of src/app. */
import { headers } from "next/headers";
import type { Me, Role } from "../../shared/people";
import { type Actor, toMe } from "./actor";
import { authenticate } from "./authenticate";
import { sharedServices } from "./next-bridge";
import { type SignInChoices, signInChoices } from "./sign-in-choices";

/** The person signed in here, or `null`. One question to the database: call it once in a layout, not in the root one. */
export async function readSession(): Promise<{ me: Me; actor: Actor } | null> {
  const cookieHeader = (await headers()).get("cookie");
  if (!cookieHeader) return null;
  try {
    const actor = await authenticate(sharedServices(), { cookieHeader });
    return { me: toMe(actor), actor };
  } catch (error) {
    if (isSignedOut(error)) return null;
    throw error;
  }
}

/** What the sign-in page can offer. */
export async function readSignInChoices(): Promise<SignInChoices> {
  return signInChoices(sharedServices());
}

/** Where people of a role start. */
export function homeOf(role: Role): "/chat" | "/desk" {
  return role === "member" ? "/chat" : "/desk";
}

function isSignedOut(error: unknown): boolean {
  const { code } = (error ?? {}) as { code?: unknown };
  return code === "UNAUTHENTICATED" || code === "SESSION_ENDED";
}
