import type { BusinessHours } from "../../shared/business-hours";
import { AppError } from "../../shared/errors";
import type { ReportStep } from "../../shared/reports";
import { momentOf, wallClock } from "../../shared/wall-clock";
import type { Actor } from "../accounts/actor";
import type { Sql } from "../platform/db";
import { readBusinessHours } from "../support/desk-hours";
import { type OpeningClock, openingClock } from "./opening-clock";

const dayMs = 86_400_000;
/** Up to so many days a report goes by days, and up to so many by weeks. */
const byDaysMax = 45;
const byWeeksMax = 200;

const readFrame = {
  name: "reports-read-frame",
  text: `
    select g.id, g.name, g.time_zone, now() as at,
      (select min(e.at) from case_events e where e.gym_id = g.id and e.kind in ('opened', 'status', 'replied')) as first_at
    from gyms g where g.id = $1`,
};

interface FrameRow extends Record<string, unknown> {
  id: string;
  name: string;
  time_zone: string;
  at: string;
  first_at: string | null;
}

/** The days that a report covers, in the calendar of its gym. */
export interface Span {
  gym: { id: string; name: string; timeZone: string };
  /** Now, by the database's clock (ISO). */
  at: string;
  step: ReportStep;
  /** Days, both included, in the order of time. */
  parts: { from: string; to: string }[];
  /** When each part begins (ISO), and when the last one ends. */
  begins: string[];
  ends: string;
  hours: BusinessHours | null;
  clock: OpeningClock;
}

/** The span of days that somebody asks for, with the hours of their desk. */
export async function readSpan(sql: Sql, actor: Actor, { from, to }: { from: string; to: string }): Promise<Span> {
  const { step, parts } = partsOf(from, to);
  const [row] = await sql.rows<FrameRow>(readFrame, [actor.gymId]);
  if (!row) throw new AppError("FORBIDDEN");
  const wall = wallClock(row.time_zone);
  // As the opening hours have it, and not as the database, which begins a day whose midnight comes twice with the second.
  const beginOf = (day: string) => new Date(momentOf(wall, Date.parse(day))).toISOString();
  const hours = await readBusinessHours(sql, actor.gymId);
  const now = Date.parse(row.at);
  return {
    gym: { id: row.id, name: row.name, timeZone: row.time_zone },
    at: row.at,
    step,
    parts,
    begins: parts.map((part) => beginOf(part.from)),
    ends: beginOf(dayAfter(to)),
    hours,
    clock: openingClock(hours, { from: row.first_at ? Date.parse(row.first_at) : now, to: now }),
  };
}

/** The day after another, "2026-03-29". */
function dayAfter(day: string, days = 1): string {
  return new Date(Date.parse(day) + days * dayMs).toISOString().slice(0, 10);
}

/** The parts of a span: its days, or its weeks or months as far as they lie in it. */
function partsOf(from: string, to: string): Pick<Span, "step" | "parts"> {
  const days = (Date.parse(to) - Date.parse(from)) / dayMs + 1;
  const step: ReportStep = days <= byDaysMax ? "day" : days <= byWeeksMax ? "week" : "month";
  const parts: Span["parts"] = [];
  for (let begins = from; begins <= to; ) {
    const next = nextPart(begins, step);
    parts.push({ from: begins, to: next > to ? to : dayAfter(next, -1) });
    begins = next;
  }
  return { step, parts };
}

function nextPart(day: string, step: ReportStep): string {
  if (step === "day") return dayAfter(day);
  const date = new Date(day);
  if (step === "week") return dayAfter(day, 7 - ((date.getUTCDay() + 6) % 7));
  return new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 1)).toISOString().slice(0, 10);
}
