import * as z from "zod";
import { line } from "../../shared/text-inputs";
import type { Sql } from "../platform/db";
import type { Runtime } from "../platform/runtime";
import { gymBySlug } from "./gym-by-slug";
import { SignInRefused } from "./sign-in-refusal";

/** What an OpenID Connect provider says about somebody. Some send `email_verified` as text. */
const Profile = z.object({
  sub: line(255),
  email: line(254).toLowerCase().optional().catch(undefined),
  email_verified: z
    .union([z.boolean(), z.literal("true").transform(() => true)])
    .optional()
    .catch(undefined),
  name: line(120).optional().catch(undefined),
  picture: z
    .url({ protocol: /^https$/ })
    .max(500)
    .transform((url) => new URL(url).href)
    .optional()
    .catch(undefined),
});
type Profile = z.infer<typeof Profile>;

const lockIdentity = {
  name: "accounts.lock-identity",
  text: "select pg_advisory_xact_lock(hashtextextended($1 || chr(10) || $2, 0))",
};
const byIdentity = {
  name: "accounts.user-by-identity",
  text: `
    select u.id, u.disabled_at is not null as disabled
      from identities i join users u on u.id = i.user_id where i.issuer = $1 and i.subject = $2`,
};
const byVerifiedEmail = {
  name: "accounts.user-by-email",
  text: "select id, disabled_at is not null as disabled from users where email = $1",
};
const link = { name: "accounts.link-identity", text: "insert into identities (issuer, subject, user_id) values ($1, $2, $3)" };
const insertMember = {
  name: "accounts.insert-member",
  text: `
    insert into users (name, email, avatar_url, role, gym_id) values ($1, $2, $3, 'member', $4)
    on conflict (email) do nothing returning id, false as disabled`,
};

interface Row {
  id: string;
  disabled: boolean;
}

/**
 * Whose sign-in at the provider this is: the user it was linked to before, else the user with the same e-mail if the provider has verified it
 * (an e-mail that anybody can type there must open nobody's account), else a new member of `OIDC_DEFAULT_GYM`.
 * @param issuer the provider
 * @param claims its claims about the person
 * @returns the user's id; throws `SignInRefused`: `UNKNOWN_AT_GYM`, `ACCOUNT_DISABLED`, `PROVIDER_FAILED` for claims without a subject
 */
export async function signInWithOidc({ db, env }: Pick<Runtime, "db" | "env">, issuer: string, claims: unknown): Promise<string> {
  const parsed = Profile.safeParse(claims);
  if (!parsed.success) throw new SignInRefused("PROVIDER_FAILED");
  const row = await db.transaction((sql) => findOrCreate(sql, { issuer, profile: parsed.data, defaultGym: env.OIDC_DEFAULT_GYM }));
  if (!row) throw new SignInRefused("UNKNOWN_AT_GYM");
  if (row.disabled) throw new SignInRefused("ACCOUNT_DISABLED");
  return row.id;
}

async function findOrCreate(
  sql: Sql,
  { issuer, profile, defaultGym }: { issuer: string; profile: Profile; defaultGym: string | undefined },
): Promise<Row | undefined> {
  // Two tabs that come back from the provider together must not make two people.
  await sql.rows(lockIdentity, [issuer, profile.sub]);
  const [linked] = await sql.rows<Row>(byIdentity, [issuer, profile.sub]);
  if (linked) return linked;
  const email = profile.email_verified === true ? profile.email : undefined;
  let [user] = email ? await sql.rows<Row>(byVerifiedEmail, [email]) : [];
  if (!user && defaultGym) {
    const name = profile.name ?? profile.email?.split("@")[0] ?? "New member";
    const gymId = await gymBySlug(sql, defaultGym);
    [user] = await sql.rows<Row>(insertMember, [name, email ?? null, profile.picture ?? null, gymId]);
  }
  if (user) await sql.rows(link, [issuer, profile.sub, user.id]);
  return user;
}
