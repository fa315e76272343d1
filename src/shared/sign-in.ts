/** Why a sign-in was refused, as the sign-in page finds it in `error`: next-auth carries one string, so seconds to wait stand behind a colon. */
const refusalCodes = [
  "WRONG_PASSWORD",
  "TOO_MANY_TRIES",
  "ACCOUNT_DISABLED",
  "UNKNOWN_AT_GYM",
  "DEMO_OFF",
  "PROVIDER_FAILED",
  "FAILED",
] as const;

/** Why somebody was not signed in. */
export type SignInRefusalCode = (typeof refusalCodes)[number];

/** A refused sign-in; the sign-in page has the words for it. */
export interface SignInRefusal {
  code: SignInRefusalCode;
  /** With `TOO_MANY_TRIES`: seconds until a try can succeed. */
  retryAfterSeconds?: number;
}

/** A refusal as the one string that next-auth carries. */
export function writeSignInRefusal(code: SignInRefusalCode, retryAfterSeconds?: number): string {
  return retryAfterSeconds === undefined ? code : `${code}:${retryAfterSeconds}`;
}

/** Reads the `error` of next-auth's `signIn()` or of the sign-in page's address, next-auth's own codes too. */
export function readSignInRefusal(error: string): SignInRefusal {
  const [name = "", seconds] = error.split(":");
  if (name === "TOO_MANY_TRIES" && seconds !== undefined && /^\d{1,6}$/.test(seconds)) {
    return { code: name, retryAfterSeconds: Number(seconds) };
  }
  const code = refusalCodes.find((one) => one === name) ?? nextAuthCodes.get(name) ?? "FAILED";
  return { code };
}

const nextAuthCodes: ReadonlyMap<string, SignInRefusalCode> = new Map([
  ["CredentialsSignin", "WRONG_PASSWORD"],
  ["AccessDenied", "UNKNOWN_AT_GYM"],
  ["OAuthSignin", "PROVIDER_FAILED"],
  ["OAuthCallback", "PROVIDER_FAILED"],
  ["Callback", "PROVIDER_FAILED"],
]);
