import { describe, expect, it } from "vitest";
import { regionOf, timesIn } from "./format-time";

const now = new Date(2026, 10, 20, 12).getTime();
const minuteMs = 60_000;
const dayMs = 24 * 60 * minuteMs;
const agoIn = (language: "en" | "de") => (ms: number) => timesIn(language).ago(now - ms, now);
const steps = [0, 5 * minuteMs, dayMs, 12 * dayMs];

describe("how long ago something was", () => {
  it("is said in the language of the page", () => {
    expect(steps.map(agoIn("en"))).toEqual(["now", "5 min ago", "yesterday", "12 days ago"]);
    expect(steps.map(agoIn("de"))).toEqual(["jetzt", "vor 5 Min.", "gestern", "vor 12 Tagen"]);
  });

  it("is told in hours on the same day only, and as a date after a month", () => {
    expect(agoIn("en")(3 * 60 * minuteMs)).toMatch(/^3 h/);
    expect(agoIn("de")(3 * 60 * minuteMs)).toMatch(/^vor 3 Std/);
    expect(agoIn("en")(40 * dayMs)).toMatch(/^11 Oct/);
    expect(agoIn("de")(40 * dayMs)).toMatch(/^11\. Okt/);
  });
});

it("days near to now have names, at the beginning of a line", () => {
  const days = [0, 1, 2].map((count) => now - count * dayMs);
  expect(days.map((day) => timesIn("en").day(day, now))).toEqual(["Today", "Yesterday", "Wednesday"]);
  expect(days.map((day) => timesIn("de").day(day, now))).toEqual(["Heute", "Gestern", "Mittwoch"]);
});

it("a time of today is a clock in lists, and a day that is over a date", () => {
  expect(timesIn("de").listTime(new Date(2026, 10, 20, 9, 5).getTime(), now)).toBe("09:05");
  expect(timesIn("de").listTime(now - dayMs, now)).toBe("Gestern");
  expect(timesIn("de").listTime(new Date(2024, 2, 3).getTime(), now)).toMatch(/^3\. März 24$/);
});

it("a moment to come has its weekday within a week, and its date after that", () => {
  const coming = (days: number) => timesIn("en").comingTime(new Date(2026, 10, 20 + days, 14, 5).getTime(), now);
  expect([0, 1, 6].map(coming)).toEqual(["14:05", "Sat 14:05", "Thu 14:05"]);
  expect(coming(7)).toMatch(/^27 Nov 2026$/);
});

it("a device in Austria writes German as they do there, and English as in Europe", () => {
  expect(regionOf("de", ["de-AT", "en"])).toBe("de-AT");
  expect(regionOf("en", ["de-AT", "en"])).toBe("en-GB");
  expect(regionOf("en", ["de-DE", "en-US"])).toBe("en-US");
  expect(regionOf("de", [])).toBe("de-DE");
});
