import { beforeAll, describe, expect, it } from "vitest";
import type { ConnectionState } from "@/client/chat-client.types";
import { startTestTexts } from "@/ui/languages/test-texts";
import { textsNow } from "@/ui/languages/texts-now";
import { timesIn } from "../hooks/format-time";
import { initialsOf } from "../primitives/avatar";
import { connectionWords } from "./connection-pill";
import { presenceText } from "./conversation-header";
import { typingText } from "./typing-line";

const now = new Date(2026, 10, 20, 12).getTime();
const ago = (ms: number) => new Date(now - ms).toISOString();
const minuteMs = 60_000;

beforeAll(() => startTestTexts("en"));

describe("the words about the connection", () => {
  const wordsOf = (state: Partial<ConnectionState>) =>
    connectionWords(
      { status: "live", queued: 0, retryAt: null, isTroubled: false, ...state },
      now,
      textsNow("chat.conversation.connection"),
    );

  it("are none while it is live and everything is done that is asked", () => {
    expect(wordsOf({})).toEqual([]);
    expect(wordsOf({ isTroubled: true })).toEqual(["Trouble on our side", "retrying…"]);
  });
  it("tell while offline what waits and when the next try is due", () => {
    expect(wordsOf({ status: "offline", queued: 2, retryAt: now + 3200 })).toEqual(["Offline", "2 waiting", "retry in 4 s"]);
    expect(wordsOf({ status: "offline", retryAt: now - 1 })).toEqual(["Offline", "retrying…"]);
    expect(wordsOf({ status: "offline" })).toEqual(["Offline"]);
  });
});

it("somebody away was last seen some time ago, and somebody here is here", () => {
  expect(presenceText({ userId: "u", status: "online", lastSeenAt: ago(0) }, now, timesIn("en"))).toBe("online");
  expect(presenceText({ userId: "u", status: "offline", lastSeenAt: ago(5 * minuteMs) }, now, timesIn("en"))).toBe("last seen 5 min ago");
  expect(presenceText({ userId: "u", status: "offline", lastSeenAt: null }, now, timesIn("en"))).toBe("offline");
});

it("those who type are named up to two", () => {
  expect(
    [["Anna"], ["Anna", "Ben"], ["Anna", "Ben", "Cleo"]].map((names) => typingText(names, textsNow("chat.conversation.typing"))),
  ).toEqual(["Anna is typing…", "Anna and Ben are typing…", "Several people are typing…"]);
});

it("initials come from the first and the last word", () => {
  expect(["Anna Maria Berg", "Cher", "  ", "élodie Durand", "😀 Smile"].map(initialsOf)).toEqual(["AB", "C", "?", "ÉD", "😀S"]);
});
