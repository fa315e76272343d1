/**
 * When a gym's desk is open: by the clock on its wall, whatever that clock does in spring and autumn. Pure, and without a library: the time zones are those
 * of `Intl`.
 */

import { momentOf, wallClock } from "./wall-clock";

/** From when until when, in minutes since midnight on the wall; `to` at most 1440, the end of the day. */
export interface OpenSpan {
  from: number;
  to: number;
}

/** When the desk of a gym is open. */
export interface BusinessHours {
  /** IANA. */
  timeZone: string;
  /** Monday first; a day has any number of spans, in order, none inside another. What passes midnight is a span up to 1440 and one from 0. */
  week: readonly (readonly OpenSpan[])[];
  /** Days that are unlike their weekday, by date ("2026-12-24"): no spans on a day that is closed. */
  days: Readonly<Record<string, readonly OpenSpan[]>>;
}

const minuteMs = 60_000;
const dayMs = 86_400_000;
/** How far ahead an opening is looked for: a gym that is closed for longer has none. */
const lookAheadDays = 400;

/** The opening at or after a moment: the moment itself (epoch ms) while it is open, otherwise the next one's; `null` when there is none in a year. */
export function nextOpening(hours: BusinessHours, at: number): number | null {
  for (const span of spansFrom(hours, at, at + lookAheadDays * dayMs)) {
    if (span.to > at) return Math.max(span.from, at);
  }
  return null;
}

/** Whether it is open at a moment (epoch ms). */
export function isOpenAt(hours: BusinessHours, at: number): boolean {
  return nextOpening(hours, at) === at;
}

/** Seconds of opening between two moments (epoch ms); 0 when the second is not after the first. */
export function businessSeconds(hours: BusinessHours, from: number, to: number): number {
  let ms = 0;
  for (const span of spansFrom(hours, from, to)) ms += Math.max(0, Math.min(span.to, to) - Math.max(span.from, from));
  return ms / 1_000;
}

/** The moment (epoch ms) at which so many seconds of opening have passed since another; `null` when that is more than a year of days ahead. */
export function afterBusinessSeconds(hours: BusinessHours, from: number, seconds: number): number | null {
  let left = seconds * 1_000;
  for (const span of spansFrom(hours, from, from + lookAheadDays * dayMs)) {
    const begins = Math.max(span.from, from);
    if (begins >= span.to) continue;
    if (span.to - begins >= left) return begins + left;
    left -= span.to - begins;
  }
  return null;
}

/** The spans that touch a stretch of time (epoch ms), in order, as moments. */
export function* spansFrom({ timeZone, week, days }: BusinessHours, from: number, to: number): Generator<{ from: number; to: number }> {
  const wall = wallClock(timeZone);
  // Days of the calendar, counted in UTC where each has 24 hours.
  const last = dateOf(wall(to));
  for (let date = dateOf(wall(from)); date <= last; date += dayMs) {
    const name = new Date(date).toISOString().slice(0, 10);
    const weekday = (new Date(date).getUTCDay() + 6) % 7;
    for (const span of days[name] ?? week[weekday] ?? []) {
      const begins = momentOf(wall, date + span.from * minuteMs);
      const ends = momentOf(wall, date + span.to * minuteMs);
      if (ends > begins) yield { from: begins, to: ends };
    }
  }
}

const dateOf = (reading: number) => Math.floor(reading / dayMs) * dayMs;
