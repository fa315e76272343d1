import { describe, expect, it } from "vitest";
import { readSnooze } from "./snooze-words";

const berlin = "Europe/Berlin";
/** A Wednesday at 10:15 in Berlin. */
const wednesday = Date.parse("2026-11-18T09:15:00Z");
const iso = (words: string, now = wednesday, timeZone = berlin) => {
  const at = readSnooze(words, { now, timeZone });
  return at === null ? null : new Date(at).toISOString().slice(0, 16);
};

describe("plain words name a moment by the gym's clock", () => {
  it.each([
    ["tomorrow", "2026-11-19T08:00"],
    ["tomorrow 9am", "2026-11-19T08:00"],
    ["Tomorrow at 2:30 pm", "2026-11-19T13:30"],
    ["tomorrow afternoon", "2026-11-19T13:00"],
    ["tonight", "2026-11-18T17:00"],
    ["this evening", "2026-11-18T17:00"],
    ["today 17:45", "2026-11-18T16:45"],
    ["5pm", "2026-11-18T16:00"],
    ["9:00", "2026-11-19T08:00"],
    ["noon", "2026-11-18T11:00"],
    ["monday", "2026-11-23T08:00"],
    ["next monday", "2026-11-23T08:00"],
    ["next Wednesday 8am", "2026-11-25T07:00"],
    ["fri 16:00", "2026-11-20T15:00"],
    ["next week", "2026-11-23T08:00"],
    ["weekend", "2026-11-21T08:00"],
    ["next month", "2026-12-01T08:00"],
    ["in 3 hours", "2026-11-18T12:15"],
    ["2h", "2026-11-18T11:15"],
    ["90 min", "2026-11-18T10:45"],
    ["1h30", "2026-11-18T10:45"],
    ["half an hour", "2026-11-18T09:45"],
    ["in 2 days", "2026-11-20T09:15"],
    ["in 2 days at 8am", "2026-11-20T07:00"],
    ["a week", "2026-11-25T09:15"],
    ["in a month", "2026-12-18T09:15"],
    ["24 dec", "2026-12-24T08:00"],
    ["Dec 24 at noon", "2026-12-24T11:00"],
    ["2027-01-02 10:00", "2027-01-02T09:00"],
    ["2 jan", "2027-01-02T08:00"],
  ])("%s", (words, expected) => {
    expect(iso(words)).toBe(expected);
  });

  it.each([
    ["morgen", "2026-11-19T08:00"],
    ["morgen früh", "2026-11-19T08:00"],
    ["morgen um 14 Uhr", "2026-11-19T13:00"],
    ["morgen um 14:30 Uhr", "2026-11-19T13:30"],
    ["übermorgen", "2026-11-20T08:00"],
    ["heute Abend", "2026-11-18T17:00"],
    ["Montag", "2026-11-23T08:00"],
    ["am Montag morgen", "2026-11-23T08:00"],
    ["nächsten Montag um 10", "2026-11-23T09:00"],
    ["Freitag halb 10", "2026-11-20T08:30"],
    ["nächste Woche", "2026-11-23T08:00"],
    ["in 3 Stunden", "2026-11-18T12:15"],
    ["in einer Stunde", "2026-11-18T10:15"],
    ["in einer halben Stunde", "2026-11-18T09:45"],
    ["in zwei Tagen", "2026-11-20T09:15"],
    ["in einer Woche", "2026-11-25T09:15"],
    ["am Wochenende", "2026-11-21T08:00"],
    ["24.12.", "2026-12-24T08:00"],
    ["am 24.12.2026 um 18 Uhr", "2026-12-24T17:00"],
    ["24. Dezember", "2026-12-24T08:00"],
    ["3. März abends", "2027-03-03T17:00"],
  ])("%s", (words, expected) => {
    expect(iso(words)).toBe(expected);
  });
});

it.each([
  "",
  "soon",
  "tomorrow tomorrow",
  "25:00",
  "9",
  "today 9:00",
  "yesterday",
  "31.02.",
  "in 2 years",
  "in 400 days",
  "13pm",
  "tomorrow in 2h",
  "monday blue",
])("takes %j for no moment that a case could sleep until", (words) => {
  expect(iso(words)).toBeNull();
});

describe("across daylight saving", () => {
  it("is at nine on the wall in spring, when the night is an hour shorter", () => {
    const saturday = Date.parse("2026-03-28T09:00:00Z");
    expect(iso("tomorrow 9am", saturday)).toBe("2026-03-29T07:00");
    expect(iso("in 24 hours", saturday)).toBe("2026-03-29T09:00");
    expect(iso("in 1 day", saturday)).toBe("2026-03-29T08:00");
  });

  it("is at nine on the wall in autumn, when the night is an hour longer", () => {
    const saturday = Date.parse("2026-10-24T08:00:00Z");
    expect(iso("tomorrow 9am", saturday)).toBe("2026-10-25T08:00");
    expect(iso("in 24 hours", saturday)).toBe("2026-10-25T08:00");
    expect(iso("in 1 day", saturday)).toBe("2026-10-25T09:00");
  });

  it("takes a time that the clock skips for the moment when it jumps, and of one that comes twice the first", () => {
    expect(iso("tomorrow 2:30", Date.parse("2026-03-28T09:00:00Z"))).toBe("2026-03-29T01:00");
    expect(iso("tomorrow 2:30", Date.parse("2026-10-24T08:00:00Z"))).toBe("2026-10-25T00:30");
  });

  it("goes by the gym's day, not by the reader's or that of Greenwich", () => {
    const lateInSydney = Date.parse("2026-11-18T22:30:00Z");
    expect(iso("tomorrow 9am", lateInSydney, "Australia/Sydney")).toBe("2026-11-19T22:00");
    expect(iso("tomorrow 9am", lateInSydney, "America/New_York")).toBe("2026-11-19T14:00");
  });
});
