/** next-auth, as the route handler and only it uses it: three ways to sign in, one cookie, and our own tables behind them. */
import { randomUUID } from "node:crypto";
import type { AuthOptions, User } from "next-auth";
import type { CredentialsConfig } from "next-auth/providers/credentials";
import { AppError } from "../../shared/errors";
import { writeSignInRefusal } from "../../shared/sign-in";
import { recognize } from "./authenticate";
import { clientAddress } from "./client-address";
import { endSession } from "./end-session";
import type { SharedServices } from "./next-bridge";
import { oidcProvider, oidcProviderId } from "./oidc-provider";
import { CookieClaims, signInLifeMs, usesSecureCookies } from "./session-cookie";
import { signInAsDemo } from "./sign-in-as-demo";
import { SignInRefused, toSignInRefused } from "./sign-in-refusal";
import { signInWithOidc } from "./sign-in-with-oidc";
import { signInWithPassword } from "./sign-in-with-password";

/** The options of next-auth over the services of this process. */
export function authOptions(services: SharedServices): AuthOptions {
  const { env, log } = services;
  const oidc = oidcProvider(env);
  const maxAge = signInLifeMs / 1000;
  return {
    secret: env.NEXTAUTH_SECRET,
    useSecureCookies: usesSecureCookies(env.NEXTAUTH_URL),
    session: { strategy: "jwt", maxAge },
    // The cookie made at an OAuth sign-in takes its life from here, not from the session.
    jwt: { maxAge },
    pages: { signIn: "/sign-in", error: "/sign-in" },
    providers: [passwordProvider(services), ...(env.DEMO ? [demoProvider(services)] : []), ...(oidc ? [oidc] : [])],
    callbacks: callbacks(services),
    events: {
      async signOut({ token }) {
        const claims = CookieClaims.safeParse(token);
        if (claims.success) await endSession(services, { userId: claims.data.uid, sessionId: claims.data.sid });
      },
    },
    logger: {
      // What next-auth hands over may hold tokens and profiles: the code and the kind of error are enough.
      error: (code, metadata) => log.warn({ code, ...causeOf(metadata) }, "sign-in trouble"),
      warn: (code) => log.warn({ code }, "next-auth warns"),
      debug: () => undefined,
    },
  };
}

function passwordProvider(services: SharedServices): CredentialsConfig {
  return {
    id: "password",
    name: "E-mail and password",
    type: "credentials",
    credentials: {},
    authorize: (input, { headers }) => refusing(services, () => signInWithPassword(services, input, clientAddress(headers))),
  };
}

function demoProvider(services: SharedServices): CredentialsConfig {
  return {
    id: "demo",
    name: "Demo",
    type: "credentials",
    credentials: {},
    authorize: (input) => refusing(services, () => signInAsDemo(services, input)),
  };
}

/** Everything that goes wrong leaves here as a refusal that the page can show: next-auth puts the message into the address. */
async function refusing({ log }: SharedServices, signIn: () => Promise<string>): Promise<User> {
  try {
    return { id: await signIn() };
  } catch (error) {
    const refused = toSignInRefused(error);
    if (!refused) log.error(causeOf(error), "a sign-in failed");
    throw refused ?? new SignInRefused("FAILED");
  }
}

function callbacks(services: SharedServices): AuthOptions["callbacks"] {
  return {
    async signIn({ user, account, profile }) {
      if (account?.provider !== oidcProviderId) return true;
      try {
        // The same object reaches `jwt`: from here on it carries our id instead of the provider's.
        user.id = (await refusing(services, () => signInWithOidc(services, services.env.OIDC_ISSUER ?? "", profile))).id;
        return true;
      } catch (error) {
        const message = error instanceof SignInRefused ? error.message : writeSignInRefusal("FAILED");
        return `/sign-in?error=${encodeURIComponent(message)}`;
      }
    },
    async jwt({ token, user, account }) {
      return account ? startSession(services, user.id) : CookieClaims.parse(token);
    },
    async session({ session, token }) {
      const claims = CookieClaims.parse(token);
      const signIn = { userId: claims.uid, sessionId: claims.sid, sessionVersion: claims.sv, expiresAt: 0, via: "cookie" } as const;
      // Thrown refusals end here: next-auth then takes the cookie away.
      const { id, name, avatarUrl, role } = await recognize(services.db, signIn);
      return { ...session, user: { id, name, image: avatarUrl, role } };
    },
  };
}

const sessionVersionOf = { name: "accounts.session-version", text: "select session_version from users where id = $1::uuid" };

async function startSession({ db }: SharedServices, userId: string): Promise<CookieClaims> {
  const [row] = await db.rows<{ session_version: number }>(sessionVersionOf, [userId]);
  if (!row) throw new AppError("SESSION_ENDED", {}, `user ${userId} is gone`);
  return { uid: userId, sid: randomUUID(), sv: row.session_version };
}

function causeOf(metadata: unknown): { error?: string; reason?: string } {
  const error = (metadata as { error?: unknown } | null)?.error ?? metadata;
  return error instanceof Error ? { error: error.name, reason: error.message } : {};
}
