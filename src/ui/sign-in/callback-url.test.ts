import { describe, expect, it } from "vitest";
import { safeCallbackPath } from "./callback-url";

const origin = "https://chat.example";

describe("where a sign-in leads", () => {
  it("keeps a place of this site", () => {
    expect(safeCallbackPath("/desk/7?view=support", origin)).toBe("/desk/7?view=support");
    expect(safeCallbackPath("https://chat.example/chat", origin)).toBe("/chat");
  });

  it("never leads to another site", () => {
    const disguises = [
      "https://evil.example/",
      "//evil.example",
      "/\\evil.example",
      "\\\\evil.example",
      "javascript:alert(1)",
      "data:text/html,x",
      "https://chat.example@evil.example",
      "https://chat.example//evil.example",
      "/..//evil.example",
      "/\t/evil.example",
      "http://[",
    ];
    for (const disguise of disguises) {
      const path = safeCallbackPath(disguise, origin);
      expect([disguise, new URL(path, origin).origin]).toEqual([disguise, origin]);
      expect(path).toMatch(/^\/(?![/\\])/);
    }
  });

  it("takes no part of an address elsewhere", () => {
    expect(safeCallbackPath("https://evil.example/desk?view=support", origin)).toBe("/");
  });

  it("never leads back to the sign-in page", () => {
    expect(safeCallbackPath("/sign-in?callbackUrl=/sign-in", origin)).toBe("/");
    expect(safeCallbackPath(null, origin)).toBe("/");
  });
});
