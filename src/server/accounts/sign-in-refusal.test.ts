import { expect, test } from "vitest";
import { AppError } from "../../shared/errors";
import { readSignInRefusal } from "../../shared/sign-in";
import { SignInRefused, toSignInRefused } from "./sign-in-refusal";

test("too many tries are told with their seconds, also when the error was made from another copy of its class", () => {
  const [ours, foreign] = [AppError, class extends AppError {}].map((Made) => new Made("RATE_LIMITED", { retryAfterMs: 41_200 }));
  Object.setPrototypeOf(foreign, Error.prototype);
  expect(foreign).not.toBeInstanceOf(AppError);
  for (const error of [ours, foreign]) {
    expect(readSignInRefusal(toSignInRefused(error)?.message ?? "")).toMatchObject({ code: "TOO_MANY_TRIES", retryAfterSeconds: 42 });
  }
});

test("what is no refusal is not made one", () => {
  expect(toSignInRefused(new Error("connection refused"))).toBeNull();
  expect(toSignInRefused(new AppError("INTERNAL"))).toBeNull();
  expect(toSignInRefused(null)).toBeNull();
  const refused = new SignInRefused("WRONG_PASSWORD");
  expect(toSignInRefused(refused)).toBe(refused);
});
