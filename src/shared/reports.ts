/**
 * What the reports of a desk are asked and answer. Every number is made anew from what happened (the timelines of the cases, the messages), never from a
 * counter, and each one opens its rows: `reports.rows` with the same span and filters answers exactly what was counted.
 */
import * as z from "zod";
import { GymIds } from "./desk-gym";
import { Id } from "./ids";
import { limits } from "./limits";
import type { DeskGym, Person } from "./people";
import { line } from "./text-inputs";

/** What is counted. `unanswered`: waits that ended with the case, without a reply. */
export const volumeFigures = ["opened", "reopened", "resolved", "unanswered", "messagesIn", "messagesOut"] as const;
/** What is counted. */
export type VolumeFigure = (typeof volumeFigures)[number];

/** What is measured in seconds of the desk's opening. `resolution`: from opening, or opening again, until resolved. */
export const timeFigures = ["firstReply", "nextReply", "resolution"] as const;
/** What is measured. */
export type TimeFigure = (typeof timeFigures)[number];

const Figure = z.enum([...volumeFigures, ...timeFigures]);
/** One number of a report. */
export type Figure = z.infer<typeof Figure>;

const dayMs = 86_400_000;
/** A day of the calendar, "2026-03-29". */
const Day = z.iso.date().refine((day) => !day.startsWith("0000"), "is not a day");

const asked = {
  /** Of the desks of these gyms. */
  gymIds: GymIds,
  /** Days of the report's calendar, both included. */
  from: Day,
  to: Day,
  /**
   * What somebody did: replies, messages out, resolved; and opened, reopened and messages in of the cases that they have now. `null`: what the clock did, and
   * nobody's cases.
   */
  staffId: Id.nullable().optional(),
  /** Of the cases that have this label now. */
  label: line(limits.labelCharactersMax).optional(),
};

function isSpan({ from, to }: { from: string; to: string }): boolean {
  const days = (Date.parse(to) - Date.parse(from)) / dayMs + 1;
  return days >= 1 && days <= limits.reportDaysMax;
}

const notASpan = { path: ["to"], message: `is before from, or more than ${limits.reportDaysMax} days later` };

/** The numbers of a span of days. */
export const ReportInput = z.object(asked).refine(isSpan, notASpan);
export type ReportInput = z.infer<typeof ReportInput>;

/** What stands behind one number. */
export const ReportRowsInput = z
  .object({
    ...asked,
    figure: Figure,
    /** Newest first, or the longest time first. */
    order: z.enum(["newest", "longest"]).default("newest"),
    cursor: z.string().min(1).max(300).nullish(),
    limit: z.number().int().min(1).max(limits.pageMax).default(limits.messagesPageDefault),
  })
  .refine(isSpan, notASpan);
export type ReportRowsInput = z.infer<typeof ReportRowsInput>;

/** The same as a table to download, a chunk at a time: a breakdown is one chunk, rows are many. */
export const ReportCsvInput = z
  .object({ ...asked, of: z.enum(["days", "gyms", "staff", "labels", ...Figure.options]), cursor: z.string().min(1).max(300).nullish() })
  .refine(isSpan, notASpan);
export type ReportCsvInput = z.infer<typeof ReportCsvInput>;

/** A chunk of a table: lines by RFC 4180, the first chunk with the names of the columns. */
export interface ReportCsv {
  text: string;
  nextCursor: string | null;
}

/** How long things took, in seconds of the desk's opening; `null` when nothing did. */
export interface Spread {
  count: number;
  median: number | null;
  p90: number | null;
  mean: number | null;
}

/** All numbers of one part of a report. */
export interface Figures {
  volumes: Record<VolumeFigure, number>;
  times: Record<TimeFigure, Spread>;
}

/** Days, weeks from Monday on, or months: whichever suits the length of the span. */
export type ReportStep = "day" | "week" | "month";

/** A part of the span, clipped to it; days, both included. */
export interface ReportPart extends Figures {
  from: string;
  to: string;
}

/** `reports.read`. */
export interface Report {
  /** Whose calendar the days are: the caller's own gym where it was asked for, otherwise the first of `gyms`. */
  gym: DeskGym;
  /** Whether all of them have told when their desks are open; where one has not, every hour counts. Each is measured by its own opening. */
  hasHours: boolean;
  /** When it was made (ISO): a span that is not over goes on. */
  at: string;
  step: ReportStep;
  total: Figures;
  /** In the order of time, without a hole. */
  parts: ReportPart[];
  /** Every gym that was asked for, the caller's own first, then by name. */
  gyms: (Figures & { gym: DeskGym; hasHours: boolean })[];
  /** By name; those with nothing to count are left out. `null`: nobody, or the clock. */
  staff: (Figures & { person: Person | null })[];
  /** By name. A case with two labels is counted with both. `null`: without a label. */
  labels: (Figures & { label: string | null })[];
}

/** One thing that was counted. */
export interface ReportRow {
  gym: DeskGym;
  conversationId: string;
  /** The case's. */
  number: number;
  /** The conversation's `version` it came with. */
  version: number;
  member: Person;
  topic: string | null;
  labels: string[];
  /** When it happened (ISO). */
  at: string;
  /** Whose it is: who did it, or who has the case. */
  staff: Person | null;
  /** When the time began that it ended (ISO) … */
  since: string | null;
  /** … and how long that was: seconds of the desk's opening, and by the calendar. */
  seconds: number | null;
  elapsedSeconds: number | null;
}

/** `reports.rows`. */
export interface ReportRowPage {
  items: ReportRow[];
  nextCursor: string | null;
}

/** What somebody at the desk, or nobody, has at the moment. */
export interface BoardShare {
  open: number;
  pending: number;
  snoozed: number;
  /** Members who wait for an answer … */
  waiting: number;
  /** … the first of them since then (ISO). */
  longestSince: string | null;
}

/** Somebody at the desk. */
export interface BoardPerson extends BoardShare {
  person: Person;
  /** Gets no cases: has gone away, or never came on. */
  isAway: boolean;
  /** How many open cases they may have; `null` for who no longer works here. */
  capacity: number | null;
  /** Messages and resolved cases of today. */
  written: number;
  resolved: number;
}

/** A question about the desks as they are now. */
export const BoardInput = z
  .object({ gymIds: GymIds })
  .nullish()
  .transform((asked) => asked ?? undefined);
export type BoardInput = z.infer<typeof BoardInput>;

/** What one desk has at the moment. */
export interface BoardGym extends BoardShare {
  gym: DeskGym;
  isOpen: boolean | null;
  /** How many that are open or pending nobody has. */
  unassigned: number;
}

/** `reports.board`: the desks as they are now. */
export interface Board {
  /** Whose clocks and opening are shown, as in a report. */
  gym: DeskGym;
  /** ISO. */
  at: string;
  /** Whether the desk is open now; `null` when the gym has not told its hours. */
  isOpen: boolean | null;
  total: BoardShare;
  /** Every gym that was asked for, the caller's own first, then by name. */
  gyms: BoardGym[];
  /** What nobody has. */
  unassigned: BoardShare;
  /** Everybody who works at these desks, by name, and whoever still has what nobody took from them. */
  staff: BoardPerson[];
  /** The day (of the gym's calendar) that `today` counts. */
  day: string;
  today: Figures;
}
