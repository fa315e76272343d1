import { expect, test } from "vitest";
import { readSignInRefusal, writeSignInRefusal } from "./sign-in";

test("a refusal comes back from the one string that next-auth carries, seconds included", () => {
  expect(readSignInRefusal(writeSignInRefusal("ACCOUNT_DISABLED")).code).toBe("ACCOUNT_DISABLED");
  expect(readSignInRefusal(writeSignInRefusal("TOO_MANY_TRIES", 42))).toMatchObject({ code: "TOO_MANY_TRIES", retryAfterSeconds: 42 });
});

test("what nobody of ours wrote is shown as a failure, never as text from the address", () => {
  for (const error of ["<b>call 555</b>", "constructor", "__proto__", "TOO_MANY_TRIES:soon", ""]) {
    expect(readSignInRefusal(error).text).not.toContain("555");
    expect(["FAILED", "TOO_MANY_TRIES"]).toContain(readSignInRefusal(error).code);
  }
});

test("next-auth's own codes have a text for people", () => {
  expect(readSignInRefusal("CredentialsSignin").code).toBe("WRONG_PASSWORD");
  expect(readSignInRefusal("OAuthCallback").code).toBe("PROVIDER_FAILED");
});
