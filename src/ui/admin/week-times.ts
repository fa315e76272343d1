import type { OpenSpan } from "@/shared/business-hours";

const dayMinutes = 1_440;

/** Minutes since midnight as a field for times has them; the end of the day is its 00:00. */
export function timeOf(minutes: number): string {
  const shown = minutes % dayMinutes;
  return `${String(Math.floor(shown / 60)).padStart(2, "0")}:${String(shown % 60).padStart(2, "0")}`;
}

/** The minutes that a field says: as an end, 00:00 is that of the day. Empty fields say 0 minutes. */
export function minutesOf(time: string, side: keyof OpenSpan): number {
  const [hours = 0, minutes = 0] = time.split(":").map(Number);
  const said = (hours || 0) * 60 + (minutes || 0);
  return side === "to" && said === 0 && time !== "" ? dayMinutes : said;
}

/** A stretch that fits behind the others of a day; `null` when none does. */
export function nextSpan(spans: readonly OpenSpan[]): OpenSpan | null {
  const last = spans.at(-1);
  if (!last) return { from: 9 * 60, to: 18 * 60 };
  const from = Math.min(last.to + 60, dayMinutes - 30);
  return from > last.to ? { from, to: Math.min(from + 4 * 60, dayMinutes) } : null;
}
