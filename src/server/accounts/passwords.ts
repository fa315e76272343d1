import { hash, verify } from "@node-rs/argon2";

// argon2id with 19 MiB and two passes, which OWASP names as the least; the library's defaults, written down so that they stay.
const cost = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

/** Longer ones are refused before they are hashed: hashing must not be a way to keep the server busy. */
export const passwordCharactersMax = 200;

/** The argon2id hash of a password, as `users.password_hash` keeps it. */
export async function hashPassword(password: string): Promise<string> {
  return hash(password, cost);
}

let decoy: Promise<string> | undefined;

/** Whether a password fits a hash. Without a hash (nobody has this e-mail) the answer is no, after just as long, so that it tells nobody who has an account. */
export async function verifyPassword(passwordHash: string | null, password: string): Promise<boolean> {
  decoy ??= hashPassword("nobody's password");
  const fits = await verify(passwordHash ?? (await decoy), password);
  return fits && passwordHash !== null;
}
