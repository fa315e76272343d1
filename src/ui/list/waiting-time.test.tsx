import { NextIntlClientProvider } from "next-intl";
import { renderToStaticMarkup } from "react-dom/server";
import { describe, expect, it } from "vitest";
import type { Texts } from "@/ui/languages/areas";
import frame from "@/ui/messages/en/frame.json";
import { WaitingTime } from "./waiting-time";

const minuteMs = 60_000;
const since = "2026-03-02T08:00:00.000Z";
const messages = { frame } as Partial<Texts> as Texts;
const shownAfter = (minutes: number) =>
  renderToStaticMarkup(
    <NextIntlClientProvider locale="en" messages={messages} timeZone="UTC">
      <WaitingTime since={since} now={Date.parse(since) + minutes * minuteMs} />
    </NextIntlClientProvider>,
  );
const textAfter = (minutes: number) =>
  shownAfter(minutes)
    .replace(/<[^>]*>/g, "")
    .replace("waiting ", "");

describe("how long a member waits", () => {
  it("is said as short as it can be", () => {
    const texts = [0, 0.9, 1, 59, 60, 125, 23 * 60 + 59, 24 * 60, 80 * 60].map(textAfter);
    expect(texts).toEqual(["now", "now", "1 min", "59 min", "1 h 00", "2 h 05", "23 h 59", "1 d", "3 d"]);
  });

  it("turns amber after five minutes and red after fifteen", () => {
    expect(shownAfter(4.9)).toContain("text-ink-muted");
    expect(shownAfter(5)).toContain("text-warning");
    expect(shownAfter(14.9)).toContain("text-warning");
    expect(shownAfter(15)).toContain("text-danger");
  });

  it("is never negative where clocks disagree", () => {
    expect(shownAfter(-3)).toContain("now");
  });
});
