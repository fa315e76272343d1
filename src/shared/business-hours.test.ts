import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { afterBusinessSeconds, type BusinessHours, businessSeconds, isOpenAt, nextOpening } from "./business-hours";

const at = (text: string) => Date.parse(text);
const h = (from: number, to: number) => ({ from: from * 60, to: to * 60 });
const hour = 3_600;

/** Monday to Friday 6 to 12 and 14 to 22, Saturday 8 to 20, Sunday closed; closed on Christmas, short on the Eve. */
const berlin: BusinessHours = {
  timeZone: "Europe/Berlin",
  week: [...Array.from({ length: 5 }, () => [h(6, 12), h(14, 22)]), [h(8, 20)], []],
  days: { "2026-12-24": [h(8, 12)], "2026-12-25": [], "2026-12-26": [] },
};
const night = (timeZone: string): BusinessHours => ({ timeZone, week: Array.from({ length: 7 }, () => [h(0, 24)]), days: {} });

describe("the next opening", () => {
  it.each([
    ["open now", "2026-11-18T09:00:00Z", "2026-11-18T09:00:00Z"],
    ["at the very moment", "2026-11-18T05:00:00Z", "2026-11-18T05:00:00Z"],
    ["closed from the very moment on", "2026-11-18T11:00:00Z", "2026-11-18T13:00:00Z"],
    ["over noon", "2026-11-18T12:00:00Z", "2026-11-18T13:00:00Z"],
    ["the next morning", "2026-11-18T21:30:00Z", "2026-11-19T05:00:00Z"],
    ["over Sunday", "2026-11-21T20:00:00Z", "2026-11-23T05:00:00Z"],
    ["over the holidays", "2026-12-24T11:00:00Z", "2026-12-28T05:00:00Z"],
    ["over the night that loses an hour", "2026-03-28T20:00:00Z", "2026-03-30T04:00:00Z"],
    ["over the night that gains one", "2026-10-24T19:00:00Z", "2026-10-26T05:00:00Z"],
  ])("%s", (_, from, expected) => {
    expect(nextOpening(berlin, at(from))).toBe(at(expected));
    expect(isOpenAt(berlin, at(from))).toBe(from === expected);
  });

  it("of a gym that never opens there is none", () => {
    expect(nextOpening({ ...berlin, week: [], days: {} }, at("2026-11-18T09:00:00Z"))).toBeNull();
  });
});

describe("seconds of opening", () => {
  it.each([
    ["within a span", "2026-11-18T09:00:00Z", "2026-11-18T09:30:00Z", hour / 2],
    ["over noon", "2026-11-18T10:30:00Z", "2026-11-18T13:30:00Z", hour],
    ["a whole week", "2026-11-16T00:00:00Z", "2026-11-23T00:00:00Z", 82 * hour],
    ["the week of Christmas", "2026-12-21T00:00:00Z", "2026-12-28T00:00:00Z", (3 * 14 + 4) * hour],
    ["none at night", "2026-11-18T22:00:00Z", "2026-11-19T04:00:00Z", 0],
    ["backwards", "2026-11-18T09:30:00Z", "2026-11-18T09:00:00Z", 0],
  ])("%s", (_, from, to, expected) => expect(businessSeconds(berlin, at(from), at(to))).toBe(expected));

  it.each([
    ["Europe/Berlin", "2026-03-29", 23],
    ["Europe/Berlin", "2026-10-25", 25],
    ["America/New_York", "2026-03-08", 23],
    ["America/New_York", "2026-11-01", 25],
    ["Australia/Lord_Howe", "2026-04-05", 24.5],
    ["Australia/Lord_Howe", "2026-10-04", 23.5],
    ["Asia/Kathmandu", "2026-03-29", 24],
  ])("a day that is open all round in %s on %s has %d hours", (timeZone, date, hours) => {
    const only = { timeZone, week: [], days: { [date]: [h(0, 24)] } };
    expect(businessSeconds(only, at(`${date}T00:00:00Z`) - 2 * 86_400_000, at(`${date}T00:00:00Z`) + 3 * 86_400_000)).toBe(hours * hour);
  });

  it.each([
    ["a span over the hour that is skipped loses it", "2026-03-29", h(1, 4), 2],
    ["a span inside of it is empty", "2026-03-29", h(2, 3), 0],
    ["one that begins inside of it begins at the jump", "2026-03-29", { from: 150, to: 240 }, 1],
    ["a span over the hour that comes twice has it twice", "2026-10-25", h(1, 4), 4],
  ])("%s", (_, date, span, hours) => {
    const only = { timeZone: "Europe/Berlin", week: [], days: { [date]: [span] } };
    expect(businessSeconds(only, at(`${date}T00:00:00Z`) - 86_400_000, at(`${date}T00:00:00Z`) + 2 * 86_400_000)).toBe(hours * hour);
  });
});

const moment = fc.integer({ min: at("2026-01-01T00:00:00Z"), max: at("2027-01-01T00:00:00Z") }).map((ms) => Math.floor(ms / 1_000) * 1_000);

it("seconds add up, whatever lies between", () => {
  fc.assert(
    fc.property(moment, moment, moment, (...three) => {
      const [a, b, c] = three.sort((x, y) => x - y) as [number, number, number];
      expect(businessSeconds(berlin, a, b) + businessSeconds(berlin, b, c)).toBe(businessSeconds(berlin, a, c));
    }),
    { numRuns: 40 },
  );
});

it("a gym that is always open has as many seconds as there are, over every change of the clock", () => {
  fc.assert(
    fc.property(moment, moment, fc.constantFrom("Europe/Berlin", "America/St_Johns", "Australia/Lord_Howe"), (a, b, timeZone) => {
      expect(businessSeconds(night(timeZone), a, b)).toBe(Math.max(0, b - a) / 1_000);
    }),
    { numRuns: 40 },
  );
});

it("after so many seconds of opening so many have passed, and the moment is one of opening", () => {
  fc.assert(
    fc.property(moment, fc.integer({ min: 1, max: 400_000 }), (from, seconds) => {
      const to = afterBusinessSeconds(berlin, from, seconds);
      expect(to !== null && businessSeconds(berlin, from, to)).toBe(seconds);
      expect(to !== null && isOpenAt(berlin, to - 1)).toBe(true);
    }),
    { numRuns: 40 },
  );
});
