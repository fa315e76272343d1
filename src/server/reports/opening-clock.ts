import { type BusinessHours, spansFrom } from "../../shared/business-hours";

/**
 * The opening of a desk as a sum over time, for the database to count with: between two moments it was open for as long as the sum grew. The three lists
 * have a place for each stretch of opening, in order.
 */
export interface OpeningClock {
  /** When it opens and closes (epoch seconds) … */
  opens: number[];
  closes: number[];
  /** … and for how many seconds it was open before. */
  before: number[];
}

const yearMs = 366 * 86_400_000;
/** Of the hours in use, so many are kept counted. */
const keptMax = 200;

/** Every second counts. */
const always: OpeningClock = { opens: [-1e12], closes: [1e12], before: [0] };

interface Kept {
  from: number;
  to: number;
  clock: OpeningClock;
}

const kept = new Map<string, Kept>();

/**
 * The clock of a desk over a stretch of time (epoch ms), or over more. Counting years of openings takes a moment, so what was counted is kept.
 * @param hours `null`: the gym has not told them, and every hour counts
 */
export function openingClock(hours: BusinessHours | null, { from, to }: { from: number; to: number }): OpeningClock {
  if (!hours) return always;
  const key = JSON.stringify(hours);
  const known = kept.get(key);
  kept.delete(key);
  const one = known && known.from <= from && known.to >= to ? known : countYears(hours, from, to);
  kept.set(key, one);
  const [oldest] = kept.keys();
  if (kept.size > keptMax && oldest !== undefined) kept.delete(oldest);
  return one.clock;
}

function countYears(hours: BusinessHours, from: number, to: number): Kept {
  const stretch = { from: Math.floor(from / yearMs) * yearMs, to: Math.ceil((to + 1) / yearMs) * yearMs };
  const clock: OpeningClock = { opens: [], closes: [], before: [] };
  let sum = 0;
  for (const span of spansFrom(hours, stretch.from, stretch.to)) {
    clock.opens.push(span.from / 1_000);
    clock.closes.push(span.to / 1_000);
    clock.before.push(sum);
    sum += (span.to - span.from) / 1_000;
  }
  return { ...stretch, clock };
}
