/** Why a sign-in was refused, as the sign-in page finds it in `error`: next-auth carries one string, so seconds to wait stand behind a colon. */
const refusalTexts = {
  WRONG_PASSWORD: "This e-mail and password do not belong together.",
  TOO_MANY_TRIES: "Too many tries. Please wait a moment.",
  ACCOUNT_DISABLED: "This account has been disabled. Please ask at the front desk.",
  UNKNOWN_AT_GYM: "This gym does not know you yet. Please ask at the front desk.",
  DEMO_OFF: "One-click sign-in is switched off here.",
  PROVIDER_FAILED: "Signing in there did not work. Please try again.",
  FAILED: "Something went wrong on our side. Please try again.",
} as const;

/** Why somebody was not signed in. */
export type SignInRefusalCode = keyof typeof refusalTexts;

/** A refused sign-in, as the sign-in page tells it. */
export interface SignInRefusal {
  code: SignInRefusalCode;
  /** The text for people. */
  text: string;
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
    const retryAfterSeconds = Number(seconds);
    return { code: name, text: `Too many tries. Please wait ${waitText(retryAfterSeconds)}.`, retryAfterSeconds };
  }
  const code = Object.hasOwn(refusalTexts, name) ? (name as SignInRefusalCode) : (nextAuthCodes.get(name) ?? "FAILED");
  return { code, text: refusalTexts[code] };
}

const nextAuthCodes: ReadonlyMap<string, SignInRefusalCode> = new Map([
  ["CredentialsSignin", "WRONG_PASSWORD"],
  ["AccessDenied", "UNKNOWN_AT_GYM"],
  ["OAuthSignin", "PROVIDER_FAILED"],
  ["OAuthCallback", "PROVIDER_FAILED"],
  ["Callback", "PROVIDER_FAILED"],
]);

function waitText(seconds: number): string {
  if (seconds < 90) return seconds === 1 ? "a second" : `${seconds} seconds`;
  return `${Math.ceil(seconds / 60)} minutes`;
}
