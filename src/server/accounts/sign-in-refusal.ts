import type { AppError } from "../../shared/errors";
import { type SignInRefusalCode, writeSignInRefusal } from "../../shared/sign-in";

/** A sign-in that was refused. Its message is the one string that next-auth hands on to the sign-in page. */
export class SignInRefused extends Error {
  override readonly name = "SignInRefused";
  constructor(
    readonly code: SignInRefusalCode,
    retryAfterSeconds?: number,
  ) {
    super(writeSignInRefusal(code, retryAfterSeconds));
  }
}

/**
 * Turns what a sign-in threw into a refusal. Recognised by shape: inside a route handler of Next, errors of the shared services are made from
 * another copy of their class, and `instanceof` says no. The name is written out because the bundler of Next shortens those of classes.
 */
export function toSignInRefused(error: unknown): SignInRefused | null {
  if (error instanceof SignInRefused) return error;
  const { name, code, details } = (error ?? {}) as Partial<AppError>;
  if (name !== "AppError" || code !== "RATE_LIMITED") return null;
  return new SignInRefused("TOO_MANY_TRIES", Math.max(1, Math.ceil((details?.retryAfterMs ?? 0) / 1000)));
}
