import { describe, expect, it } from "vitest";
import { AppError, type AppErrorCode, errorShape, errorTable, readAppError } from "./errors";
import { limits } from "./limits";

const codes = Object.keys(errorTable) as AppErrorCode[];

describe("the table of refusals", () => {
  it.each(codes)("says %s in a sentence that a person can read", (code) => {
    const { text } = errorTable[code];
    expect(text).toMatch(/^[A-Z].*\.$/);
    expect(text).not.toMatch(/[A-Z]{2,}_|undefined|null|error/i);
  });

  it("promises that trying again helps only where it does", () => {
    expect(codes.filter((code) => errorTable[code].retry)).toEqual(["RATE_LIMITED", "UNAVAILABLE", "INTERNAL"]);
  });

  it("names the limit of a message as it is", () => {
    expect(errorTable.MESSAGE_TOO_LONG.text).toContain(limits.messageCharactersMax.toLocaleString("en"));
  });

  it("gives each refusal its own text, so that support can tell them apart", () => {
    expect(new Set(codes.map((code) => errorTable[code].text)).size).toBe(codes.length);
  });
});

describe("a refusal on the wire", () => {
  it("carries code, text, whether to try again, and its details", () => {
    expect(errorShape("RATE_LIMITED", { retryAfterMs: 1200 })).toEqual({
      code: "RATE_LIMITED",
      text: errorTable.RATE_LIMITED.text,
      retry: true,
      retryAfterMs: 1200,
    });
  });

  it("is read back from what a tRPC client throws, and from nothing else", () => {
    const app = errorShape("SEQ_AHEAD");
    expect(readAppError(Object.assign(new Error(), { data: { app } }))).toEqual(app);
    for (const other of [
      null,
      undefined,
      "text",
      new Error("no connection"),
      { data: null },
      { data: { app: { code: "MADE_UP" } } },
      { data: { app: { code: "toString" } } },
    ])
      expect(readAppError(other)).toBeNull();
  });

  it("is an Error whose message is the code unless a better one is given for the log", () => {
    const error = new AppError("NOT_A_PARTICIPANT", {}, "conversation 1, user 2");
    expect(error).toBeInstanceOf(Error);
    expect(error).toMatchObject({ name: "AppError", code: "NOT_A_PARTICIPANT", message: "conversation 1, user 2" });
    expect(new AppError("FORBIDDEN").message).toBe("FORBIDDEN");
  });
});
