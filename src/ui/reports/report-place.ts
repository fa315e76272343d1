/** What a report shows, as it stands in the address: a link to a number is a link to this. */
import type { Figure, ReportInput } from "@/shared/reports";

/** A report, or the rows behind one of its numbers. */
export interface ReportPlace extends ReportInput {
  figure: Figure | null;
  order: "newest" | "longest";
}

const figures: Record<Figure, true> = {
  opened: true,
  reopened: true,
  resolved: true,
  unanswered: true,
  messagesIn: true,
  messagesOut: true,
  firstReply: true,
  nextReply: true,
  resolution: true,
};
const day = /^\d{4}-\d\d-\d\d$/;
const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const dayMs = 86_400_000;

/** The gyms that an address is narrowed to; none: all of the viewer's. */
export function gymsIn(search: URLSearchParams): string[] {
  return (search.get("gym") ?? "").split(",").filter((id) => uuid.test(id));
}

/** Of these gyms the one by whose calendar days are counted: the viewer's own, which comes first, if it is asked for, otherwise the first by name. */
export function calendarGym<T extends { id: string }>([first, ...others]: readonly [T, ...T[]], gymIds: readonly string[]): T {
  return [first, ...others].find(({ id }) => gymIds.length === 0 || gymIds.includes(id)) ?? first;
}

/** Reads a place from the address; what is missing or senseless becomes the last thirty days. `today` is a day of the gym's calendar. */
export function readReportPlace(search: URLSearchParams, today: string): ReportPlace {
  const from = search.get("from") ?? "";
  const to = search.get("to") ?? "";
  const staff = search.get("staff");
  const label = search.get("label");
  const gymIds = gymsIn(search);
  const figure = search.get("figure");
  const isSpan = isDay(from) && isDay(to) && from <= to;
  return {
    ...(isSpan ? { from, to } : { from: addDays(today, -29), to: today }),
    ...(staff === "nobody" ? { staffId: null } : staff !== null && uuid.test(staff) && { staffId: staff }),
    ...(label && { label }),
    ...(gymIds.length > 0 && { gymIds }),
    figure: figure !== null && Object.hasOwn(figures, figure) ? (figure as Figure) : null,
    order: search.get("order") === "longest" ? "longest" : "newest",
  };
}

/** The address of a place. */
export function reportHref({ from, to, gymIds = [], staffId, label, figure, order }: ReportPlace): string {
  const search = new URLSearchParams({ from, to });
  if (gymIds.length > 0) search.set("gym", gymIds.join(","));
  if (staffId !== undefined) search.set("staff", staffId ?? "nobody");
  if (label !== undefined) search.set("label", label);
  if (figure) search.set("figure", figure);
  if (figure && order === "longest") search.set("order", order);
  return `/desk/reports?${search}`;
}

/** What is asked of the server. */
export function askedOf({ from, to, gymIds, staffId, label }: ReportPlace): ReportInput {
  return { from, to, ...(gymIds && { gymIds }), ...(staffId !== undefined && { staffId }), ...(label !== undefined && { label }) };
}

function isDay(text: string): boolean {
  return day.test(text) && !Number.isNaN(Date.parse(text)) && new Date(text).toISOString().startsWith(text);
}

/** A day, so many days after another. */
export function addDays(from: string, days: number): string {
  return new Date(Date.parse(from) + days * dayMs).toISOString().slice(0, 10);
}

/** The day of a moment (epoch ms) in a time zone. */
export function dayIn(timeZone: string, at: number): string {
  return new Intl.DateTimeFormat("en-CA", { timeZone, year: "numeric", month: "2-digit", day: "2-digit" }).format(at);
}

export const presets = ["today", "yesterday", "days7", "days30", "month", "lastMonth", "year"] as const;
export type Preset = (typeof presets)[number];

/** The days that a preset means. */
export function presetSpan(preset: Preset, today: string): { from: string; to: string } {
  const monthBegins = `${today.slice(0, 7)}-01`;
  switch (preset) {
    case "today":
      return { from: today, to: today };
    case "yesterday":
      return { from: addDays(today, -1), to: addDays(today, -1) };
    case "days7":
      return { from: addDays(today, -6), to: today };
    case "days30":
      return { from: addDays(today, -29), to: today };
    case "month":
      return { from: monthBegins, to: today };
    case "lastMonth": {
      const to = addDays(monthBegins, -1);
      return { from: `${to.slice(0, 7)}-01`, to };
    }
    case "year":
      return { from: addDays(today, -364), to: today };
  }
}
