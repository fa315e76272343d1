import { createHash } from "node:crypto";
import * as z from "zod";
import type { Runtime } from "../platform/runtime";
import { passwordCharactersMax, verifyPassword } from "./passwords";
import { SignInRefused } from "./sign-in-refusal";

const Input = z.object({
  email: z.string().trim().toLowerCase().min(3).max(254),
  password: z.string().min(1).max(passwordCharactersMax),
});

interface Row {
  id: string;
  password_hash: string | null;
  disabled: boolean;
}

const byEmail = {
  name: "accounts.password-by-email",
  text: "select id, password_hash, disabled_at is not null as disabled from users where email = $1",
};

/**
 * Whose e-mail and password these are.
 * Tries are counted per e-mail and per network address, before anything is looked up. That an account is disabled is told only to somebody who
 * knows its password.
 * @param address the caller's network address, when it is known for sure
 * @returns the user's id; throws `SignInRefused`, or `RATE_LIMITED`
 */
export async function signInWithPassword(
  { db, rateLimits }: Pick<Runtime, "db" | "rateLimits">,
  input: unknown,
  address: string | undefined,
): Promise<string> {
  const parsed = Input.safeParse(input);
  if (!parsed.success || parsed.data.email.includes("\u0000")) throw new SignInRefused("WRONG_PASSWORD");
  const { email, password } = parsed.data;
  if (address) await rateLimits.take("signIns", `address:${address}`);
  // Hashed, so that no e-mail stands in Redis.
  await rateLimits.take("signIns", `email:${createHash("sha256").update(email).digest("base64url")}`);
  const [row] = await db.rows<Row>(byEmail, [email]);
  if (!(await verifyPassword(row?.password_hash ?? null, password)) || !row) throw new SignInRefused("WRONG_PASSWORD");
  if (row.disabled) throw new SignInRefused("ACCOUNT_DISABLED");
  return row.id;
}
