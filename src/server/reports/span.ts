import type { BusinessHours } from "../../shared/business-hours";
import { AppError } from "../../shared/errors";
import type { DeskGym } from "../../shared/people";
import type { ReportStep } from "../../shared/reports";
import { momentOf, wallClock } from "../../shared/wall-clock";
import type { Actor } from "../accounts/actor";
import { desksAmong } from "../chat/access";
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
    from unnest($1::uuid[]) with ordinality as asked (id, n) join gyms g on g.id = asked.id order by asked.n`,
};

interface FrameRow extends Record<string, unknown> {
  id: string;
  name: string;
  time_zone: string;
  at: string;
  first_at: string | null;
}

/** A gym that a report is about. */
export interface SpanGym extends DeskGym {
  hours: BusinessHours | null;
  clock: OpeningClock;
}

/** The days that a report covers, and the gyms. */
export interface Span {
  /** Whose calendar the days are. */
  gym: SpanGym;
  /** All that were asked for, the caller's own first. */
  gyms: SpanGym[];
  /** Now, by the database's clock (ISO). */
  at: string;
  step: ReportStep;
  /** Days, both included, in the order of time. */
  parts: { from: string; to: string }[];
  /** When each part begins (ISO), and when the last one ends. */
  begins: string[];
  ends: string;
}

interface Asked {
  from: string;
  to: string;
  gymIds?: readonly string[] | undefined;
}

/**
 * The span of days that somebody asks for, with the hours of the desks.
 * @throws FORBIDDEN where none of the gyms is theirs
 */
export async function readSpan(sql: Sql, actor: Actor, { from, to, gymIds }: Asked): Promise<Span> {
  const { step, parts } = partsOf(from, to);
  const rows = await sql.rows<FrameRow>(readFrame, [desksAmong(actor, gymIds)]);
  const gyms = await Promise.all(rows.map((row) => gymOf(sql, row)));
  const [row, gym] = [rows[0], gyms[0]];
  if (!row || !gym) throw new AppError("FORBIDDEN");
  const wall = wallClock(gym.timeZone);
  // As the opening hours have it, and not as the database, which begins a day whose midnight comes twice with the second.
  const beginOf = (day: string) => new Date(momentOf(wall, Date.parse(day))).toISOString();
  return {
    gym,
    gyms,
    at: row.at,
    step,
    parts,
    begins: parts.map((part) => beginOf(part.from)),
    ends: beginOf(dayAfter(to)),
  };
}

async function gymOf(sql: Sql, { id, name, time_zone, at, first_at }: FrameRow): Promise<SpanGym> {
  const hours = await readBusinessHours(sql, id);
  const now = Date.parse(at);
  return { id, name, timeZone: time_zone, hours, clock: openingClock(hours, { from: first_at ? Date.parse(first_at) : now, to: now }) };
}

/** A gym as it is answered. */
export function deskGymOf({ id, name, timeZone }: SpanGym): DeskGym {
  return { id, name, timeZone };
}

/** When the desks of the span are open, as statements want it: for each gym a list of when it opens, closes, and for how long it was open before. */
export function clockValues({ gyms }: Span): [opens: string[], closes: string[], before: string[]] {
  const listed = (part: keyof OpeningClock) => gyms.map(({ clock }) => `{${clock[part].join(",")}}`);
  return [listed("opens"), listed("closes"), listed("before")];
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
