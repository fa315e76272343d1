import { describe, expect, it } from "vitest";
import { isEmojiOnly, splitLinks } from "./message-text";

const linksOf = (text: string) => splitLinks(text).flatMap(({ href }) => (href === null ? [] : [href]));

describe("the text of a message", () => {
  it.each([
    ["see https://example.com/a?b=1#c now", ["https://example.com/a?b=1#c"]],
    ["http://example.com", ["http://example.com"]],
    ["www.example.com", ["https://www.example.com"]],
    ["example.com/plan", ["https://example.com/plan"]],
    ["mail anna@example.com", ["mailto:anna@example.com"]],
  ])("links %j", (text, expected) => {
    expect(linksOf(text)).toEqual(expected);
  });

  it.each(["javascript:alert(1)", "data:text/html,<script>", "ftp://example.com", "file:///etc/passwd", "ok.so we go", "vbscript:x"])(
    "never links %j",
    (text) => {
      expect(linksOf(text)).toEqual([]);
    },
  );

  it("is exactly what was typed, markup and spaces included", () => {
    const typed = '  <b>bold</b> https://example.com/<img src=x onerror="alert(1)">\n\n\tTab & more www.example.com  ';
    expect(
      splitLinks(typed)
        .map(({ text }) => text)
        .join(""),
    ).toBe(typed);
  });
});

describe("large emoji", () => {
  it.each(["👍", "👏👏", "💪 🔥", "🏋🏽‍♀️", "❤️", "🇩🇪"])("are drawn for %s", (text) => expect(isEmojiOnly(text)).toBe(true));
  it.each(["", "ok 👍", "123", "#", "👍👍👍👍👍👍👍", "a"])("are not drawn for %j", (text) => expect(isEmojiOnly(text)).toBe(false));
});
