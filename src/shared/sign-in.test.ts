import { expect, test } from "vitest";
import { readSignInRefusal, writeSignInRefusal } from "./sign-in";

test("a refusal comes back from the one string that next-auth carries, seconds included", () => {
  expect(readSignInRefusal(writeSignInRefusal("ACCOUNT_DISABLED")).code).toBe("ACCOUNT_DISABLED");
  expect(readSignInRefusal(writeSignInRefusal("TOO_MANY_TRIES", 42))).toMatchObject({ code: "TOO_MANY_TRIES", retryAfterSeconds: 42 });
});

test("what nobody of ours wrote is a failure, never text from the address", () => {
  for (const error of ["<b>call 555</b>", "constructor", "__proto__", "TOO_MANY_TRIES:soon", ""]) {
    expect([{ code: "FAILED" }, { code: "TOO_MANY_TRIES" }]).toContainEqual(readSignInRefusal(error));
  }
});

test("next-auth's own codes are ones of ours", () => {
  expect(readSignInRefusal("CredentialsSignin").code).toBe("WRONG_PASSWORD");
  expect(readSignInRefusal("OAuthCallback").code).toBe("PROVIDER_FAILED");
});
