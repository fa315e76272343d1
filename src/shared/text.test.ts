import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { limits } from "./limits";
import { SendMessageInput } from "./messages";
import { countCharacters, messageRefusal } from "./text";
import { line, MessageContent } from "./text-inputs";

const max = limits.messageCharactersMax;
const family = "👨‍👩‍👧‍👦";

describe("the text of a message", () => {
  it.each([
    ["nothing", "", "MESSAGE_BLANK"],
    ["spaces", "   ", "MESSAGE_BLANK"],
    ["line ends and tabs", "\n\t\r\n", "MESSAGE_BLANK"],
    ["no-break and ideographic spaces", "\u00a0\u3000\u2003\ufeff", "MESSAGE_BLANK"],
    ["characters without width", "\u200b\u200d\u2060", "MESSAGE_BLANK"],
    ["one character too many", "a".repeat(max + 1), "MESSAGE_TOO_LONG"],
    ["one emoji too many", "😀".repeat(max + 1), "MESSAGE_TOO_LONG"],
    ["a megabyte", "a".repeat(1024 * 1024), "MESSAGE_TOO_LONG"],
    ["NUL", "a\0b", "MESSAGE_NOT_TEXT"],
    ["the first half of an emoji", "a\ud83d", "MESSAGE_NOT_TEXT"],
    ["the second half of an emoji", "\ude00a", "MESSAGE_NOT_TEXT"],
    ["two halves the wrong way round", "\ude00\ud83d", "MESSAGE_NOT_TEXT"],
  ])("is not %s", (_, content, code) => {
    expect(messageRefusal(content)).toBe(code);
  });

  it.each([
    ["exactly the limit", "a".repeat(max)],
    ["as many emoji as the limit, each two code units", "😀".repeat(max)],
    ["one dot", "."],
    ["an emoji that joins four people", family],
    ["markup", "<script>alert(1)</script> & <b>bold</b>"],
    ["several lines with spaces around", "  one\n\n two  "],
    ["right-to-left, with marks", "مرحبا \u200f!"],
  ])("may be %s, and is kept as typed", (_, content) => {
    expect(messageRefusal(content)).toBeNull();
    expect(MessageContent.parse(content)).toBe(content);
  });

  it("counts code points, as PostgreSQL's char_length does", () => {
    expect(countCharacters("abc")).toBe(3);
    expect(countCharacters("😀")).toBe(1);
    expect(countCharacters(family)).toBe(7);
    expect(countCharacters("e\u0301")).toBe(2);
  });

  it("survives UTF-8 unchanged whenever it is accepted", () => {
    fc.assert(
      fc.property(
        fc.string({
          unit: fc.oneof(
            fc.integer({ min: 0, max: 0xffff }).map((unit) => String.fromCharCode(unit)),
            fc.constant("a"),
          ),
          maxLength: 40,
        }),
        (content) => {
          fc.pre(messageRefusal(content) === null);
          expect(new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(new TextEncoder().encode(content))).toBe(content);
          expect(content).not.toContain("\0");
        },
      ),
      { numRuns: 1000 },
    );
  });

  it("carries its code to the wire in params.app", () => {
    const id = "01890000-0000-7000-8000-000000000000";
    const { error } = SendMessageInput.safeParse({ conversationId: id, id, content: " " });
    expect(error?.issues).toMatchObject([{ path: ["content"], code: "custom", params: { app: "MESSAGE_BLANK" } }]);
  });
});

describe("a line", () => {
  const name = line(5);

  it("is trimmed, and counted in characters after that", () => {
    expect(name.parse("  Spin  ")).toBe("Spin");
    expect(name.parse("😀😀😀😀😀")).toBe("😀😀😀😀😀");
  });

  it.each(["", "   ", "sixsix", "😀😀😀😀😀😀", "a\0", "\ud83d", "a\nb", "a\tb", "\u200b"])("refuses %j", (text) => {
    expect(name.safeParse(text).success).toBe(false);
  });
});
