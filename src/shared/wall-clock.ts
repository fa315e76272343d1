/**
 * What the clock on a wall shows, whatever it does in spring and autumn, and when it shows what. Pure, and without a library: the time zones are those of
 * `Intl`. A reading is the wall's date and time as if it were UTC (epoch ms), so that days of the calendar can be counted in it, each of 24 hours.
 */

const dayMs = 86_400_000;

/** The reading at a moment (epoch ms). */
export type Wall = (at: number) => number;

const walls = new Map<string, Wall>();

/** The wall clock of an IANA time zone. Throws RangeError for a zone that there is not. */
export function wallClock(timeZone: string): Wall {
  const known = walls.get(timeZone);
  if (known) return known;
  const parts = { year: "numeric", month: "2-digit", day: "2-digit", hour: "2-digit", minute: "2-digit", second: "2-digit" } as const;
  const format = new Intl.DateTimeFormat("en-US", { timeZone, hourCycle: "h23", calendar: "gregory", numberingSystem: "latn", ...parts });
  const wall: Wall = (at) => {
    const read: Partial<Record<Intl.DateTimeFormatPartTypes, number>> = {};
    for (const { type, value } of format.formatToParts(at)) read[type] = Number(value);
    const { year = 1970, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = read;
    return Date.UTC(year, month - 1, day, hour, minute, second) + (((at % 1_000) + 1_000) % 1_000);
  };
  walls.set(timeZone, wall);
  return wall;
}

/**
 * When the wall shows this reading. Of an hour that comes twice the first; what is skipped in spring is the moment of the jump, so that a span over it loses
 * what the night lost and one inside of it is empty.
 */
export function momentOf(wall: Wall, reading: number): number {
  // The offset a day before and a day after: between them lies at most one change.
  const [before, after] = [reading - dayMs, reading + dayMs].map((at) => wall(at) - at) as [number, number];
  const early = reading - before;
  if (wall(early) === reading) return early;
  const late = reading - after;
  if (wall(late) === reading) return late;
  // Skipped: the clock jumped from before `late`'s reading to past it. Found by halving, to the millisecond.
  let [low, high] = late < early ? [late, early] : [early, late];
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (wall(middle) < reading) low = middle;
    else high = middle;
  }
  return high;
}
