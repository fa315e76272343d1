import type { Random } from "./random";

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;

// When people of a gym write: before work, at noon, and most of all in the evening.
const usualHours = [7, 7, 8, 8, 9, 10, 11, 12, 12, 13, 14, 15, 16, 16, 17, 17, 17, 18, 18, 18, 19, 19, 20, 20, 21];

interface Wall {
  nowMs: number;
  timeZone: string;
  random: Random;
  /** Hours of the day to choose from. */
  hours?: readonly number[];
}

/**
 * A moment at which somebody may have written, `daysAgo` days before `nowMs`, by the clock on the wall of `timeZone`. Epoch milliseconds; on the
 * present day it may lie ahead.
 */
export function momentOn(daysAgo: number, { nowMs, timeZone, random, hours = usualHours }: Wall): number {
  const day = nowMs - daysAgo * dayMs;
  const midnight = day - wallMs(day, timeZone);
  return midnight + random.pick(hours) * hourMs + random.between(0, 59) * minuteMs + random.between(0, 59_999);
}

/** Milliseconds since midnight on the wall. */
function wallMs(atMs: number, timeZone: string): number {
  const parts = new Intl.DateTimeFormat("en", {
    timeZone,
    hour: "numeric",
    minute: "numeric",
    second: "numeric",
    hourCycle: "h23",
  }).formatToParts(atMs);
  const part = (type: string) => Number(parts.find((one) => one.type === type)?.value ?? 0);
  return part("hour") * hourMs + part("minute") * minuteMs + part("second") * 1_000 + (atMs % 1_000);
}

/**
 * Moves exchanges so that none begins before the one before it is half an hour over and the last ends by `untilMs`. Takes wished beginnings and
 * lengths in milliseconds, answers beginnings in the same, ascending, order.
 */
export function arrange(wished: readonly { startMs: number; durationMs: number }[], untilMs: number): number[] {
  const starts: number[] = [];
  let end = untilMs;
  for (const { startMs, durationMs } of [...wished].reverse()) {
    const start = Math.min(startMs, end - durationMs);
    starts.unshift(start);
    end = start - 30 * minuteMs;
  }
  return starts;
}
