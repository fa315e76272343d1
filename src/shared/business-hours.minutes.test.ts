/** Business hours against the plainest way to count them: minute by minute, by what the wall shows. */
import fc from "fast-check";
import { expect, it } from "vitest";
import { afterBusinessSeconds, type BusinessHours, businessSeconds, isOpenAt, nextOpening, type OpenSpan } from "./business-hours";

const minuteMs = 60_000;
const dayMinutes = 1_440;

/** Nights in which clocks change, there and back: by an hour, by half of one, at midnight and over it; and a zone whose minutes are odd. */
const nights: readonly [timeZone: string, date: string][] = [
  ["Europe/Berlin", "2026-03-29"],
  ["Europe/Berlin", "2026-10-25"],
  ["Australia/Lord_Howe", "2026-04-05"],
  ["Australia/Lord_Howe", "2026-10-04"],
  ["America/Sao_Paulo", "2018-02-18"],
  ["America/Sao_Paulo", "2018-11-04"],
  ["America/Havana", "2026-03-08"],
  ["America/Havana", "2026-11-01"],
  ["America/Nuuk", "2026-03-28"],
  ["America/Nuuk", "2026-10-24"],
  ["Africa/Cairo", "2026-04-24"],
  ["Africa/Cairo", "2026-10-29"],
  ["Pacific/Apia", "2011-12-30"],
  ["Asia/Kathmandu", "2026-03-29"],
];

/** What the wall shows each minute of eight days around a date, as text that can be compared: "2026-03-29 01:59". */
const walls = new Map<string, { from: number; shown: string[] }>();
function wallOf(timeZone: string, date: string): { from: number; shown: string[] } {
  const key = `${timeZone} ${date}`;
  const known = walls.get(key);
  if (known) return known;
  const format = new Intl.DateTimeFormat("sv-SE", { timeZone, dateStyle: "short", timeStyle: "short" });
  const from = Date.parse(`${date}T00:00:00Z`) - 4 * dayMinutes * minuteMs;
  const wall = { from, shown: Array.from({ length: 8 * dayMinutes }, (_, n) => format.format(from + n * minuteMs)) };
  walls.set(key, wall);
  return wall;
}

const clockText = (minutes: number) => `${String(Math.floor(minutes / 60)).padStart(2, "0")}:${String(minutes % 60).padStart(2, "0")}`;
const dayBefore = (date: string, days: number) => new Date(Date.parse(date) - days * dayMinutes * minuteMs).toISOString().slice(0, 10);

/** Which of these minutes are open: from the first that shows the beginning of a span, or more, up to the first that shows its end, or more. */
function openMinutes({ week, days }: BusinessHours, shown: readonly string[]): boolean[] {
  const open = shown.map(() => false);
  const first = (text: string) => {
    const at = shown.findIndex((one) => one >= text);
    return at < 0 ? shown.length : at;
  };
  const dates = [...new Set(shown.map((one) => one.slice(0, 10)))];
  for (const date of dates) {
    const weekday = (new Date(date).getUTCDay() + 6) % 7;
    for (const { from, to } of days[date] ?? week[weekday] ?? []) {
      const ends = to === dayMinutes ? `${dayBefore(date, -1)} 00:00` : `${date} ${clockText(to)}`;
      open.fill(true, first(`${date} ${clockText(from)}`), Math.max(first(`${date} ${clockText(from)}`), first(ends)));
    }
  }
  return open;
}

const spans: fc.Arbitrary<OpenSpan[]> = fc
  .uniqueArray(fc.oneof(fc.nat(dayMinutes), fc.constantFrom(0, 60, 90, 120, 150, 180, 1_380, dayMinutes)), { maxLength: 6 })
  .map((edges) => edges.sort((a, b) => a - b))
  .map((edges) => edges.flatMap((from, at) => (at % 2 === 0 && edges[at + 1] !== undefined ? [{ from, to: edges[at + 1] ?? 0 }] : [])));

it("opens, closes and counts as the wall does, minute by minute, through every kind of night", () => {
  const moments = fc.array(fc.integer({ min: 2 * dayMinutes, max: 6 * dayMinutes }), { minLength: 2, maxLength: 2 });
  fc.assert(
    fc.property(
      fc.constantFrom(...nights),
      fc.array(spans, { minLength: 7, maxLength: 7 }),
      spans,
      moments,
      ([timeZone, date], week, special, pair) => {
        const hours: BusinessHours = { timeZone, week, days: { [date]: special } };
        const { from, shown } = wallOf(timeZone, date);
        const open = openMinutes(hours, shown);
        const [a = 0, b = 0] = pair.sort((x, y) => x - y);
        const [fromMs, toMs] = [from + a * minuteMs, from + b * minuteMs];
        const minutes = open.slice(a, b).filter(Boolean).length;
        expect(businessSeconds(hours, fromMs, toMs)).toBe(minutes * 60);
        expect([isOpenAt(hours, fromMs), isOpenAt(hours, toMs)]).toEqual([open[a], open[b]]);
        const next = open.indexOf(true, a);
        const found = nextOpening(hours, fromMs);
        // Past what was looked at it may be any time, or never.
        if (next >= 0 && next < 6 * dayMinutes) expect(found).toBe(from + next * minuteMs);
        else expect(found === null || found >= from + 6 * dayMinutes * minuteMs).toBe(true);
        if (minutes > 0) {
          const last = open.lastIndexOf(true, b - 1);
          expect(afterBusinessSeconds(hours, fromMs, minutes * 60)).toBe(from + (last + 1) * minuteMs);
        }
      },
    ),
    { numRuns: 150 },
  );
});
