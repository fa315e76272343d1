import { expect, test } from "vitest";
import { calendarGym, dayIn, presetSpan, presets, readReportPlace, reportHref } from "./report-place";

const today = "2026-03-31";
const staffId = "0191f0a0-0000-7000-8000-000000000001";

test("an address says what is shown, and reads back as the same", () => {
  const places = [
    { from: "2026-03-01", to: "2026-03-29", figure: null, order: "newest" as const },
    { from: "2026-03-01", to: "2026-03-29", staffId, label: "Keys & locks", figure: "firstReply" as const, order: "longest" as const },
    {
      from: "2026-03-01",
      to: "2026-03-29",
      gymIds: [staffId, "0191f0a0-0000-7000-8000-000000000002"],
      figure: null,
      order: "newest" as const,
    },
    { from: "2026-03-29", to: "2026-03-29", staffId: null, figure: "opened" as const, order: "newest" as const },
  ];
  for (const place of places) expect(readReportPlace(new URL(reportHref(place), "http://gym").searchParams, today)).toEqual(place);
});

test("an address that makes no sense shows the last thirty days", () => {
  for (const search of [
    "",
    "from=2026-02-30&to=2026-03-01",
    "from=2026-03-02&to=2026-03-01",
    "figure=all&staff=me&gym=all",
    "from=now&to=then",
  ]) {
    expect(readReportPlace(new URLSearchParams(search), today)).toEqual({ from: "2026-03-02", to: today, figure: null, order: "newest" });
  }
});

test("presets are whole days up to today, over the ends of months and years", () => {
  expect(presets.map((preset) => presetSpan(preset, "2026-01-01"))).toEqual([
    { from: "2026-01-01", to: "2026-01-01" },
    { from: "2025-12-31", to: "2025-12-31" },
    { from: "2025-12-26", to: "2026-01-01" },
    { from: "2025-12-03", to: "2026-01-01" },
    { from: "2026-01-01", to: "2026-01-01" },
    { from: "2025-12-01", to: "2025-12-31" },
    { from: "2025-01-02", to: "2026-01-01" },
  ]);
});

test("days are of the calendar of the viewer's own gym, unless others alone are asked for", () => {
  const gyms: [{ id: string }, ...{ id: string }[]] = [{ id: "home" }, { id: "a" }, { id: "b" }];
  expect([[], ["b", "home"], ["b", "a"], ["elsewhere"]].map((ids) => calendarGym(gyms, ids).id)).toEqual(["home", "home", "a", "home"]);
});

test("the day is that of the gym", () => {
  const at = Date.parse("2026-03-28T23:30:00Z");
  expect([dayIn("Europe/Berlin", at), dayIn("America/New_York", at)]).toEqual(["2026-03-29", "2026-03-28"]);
});
