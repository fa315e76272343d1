import { limits } from "../../shared/limits";
import {
  type Figure,
  type Figures,
  type Report,
  type ReportCsv,
  type ReportCsvInput,
  type ReportRow,
  timeFigures,
  volumeFigures,
} from "../../shared/reports";
import { csvLine } from "../../shared/reports-csv";
import { requireDesk } from "../chat/access";
import type { ChatContext } from "../chat/context";
import { readReport } from "./read-report";
import { readPage } from "./read-rows";
import { readSpan } from "./span";

type Cell = string | number | null;

/**
 * A report, or what stands behind one of its numbers, as a table to download. Times are ISO in UTC, durations seconds of the desk's opening.
 * @throws RATE_LIMITED · FORBIDDEN for everybody but staff and admins · BAD_INPUT (a cursor that is not of this table)
 */
export async function exportCsv(ctx: ChatContext, { of, cursor = null, ...asked }: ReportCsvInput): Promise<ReportCsv> {
  if (of === "days" || of === "gyms" || of === "staff" || of === "labels") {
    return { text: breakdown(await readReport(ctx, asked), of), nextCursor: null };
  }
  return exportRows(ctx, { ...asked, figure: of, cursor });
}

async function exportRows(
  { actor, db, rateLimits }: ChatContext,
  { figure, cursor, ...asked }: Omit<ReportCsvInput, "of" | "cursor"> & { figure: Figure; cursor: string | null },
): Promise<ReportCsv> {
  requireDesk(actor);
  await rateLimits.take("reads", actor.id);
  const span = await readSpan(db, actor, asked);
  const page = await readPage(db, span, { ...asked, figure, cursor, order: "newest", limit: limits.reportCsvLinesMax });
  const lines = page.items.map((row) => csvLine(cellsOf(figure, row)));
  return { text: (cursor === null ? csvLine(rowColumns) : "") + lines.join(""), nextCursor: page.nextCursor };
}

const rowColumns = [
  "figure",
  "at",
  "member",
  "case",
  "topic",
  "labels",
  "staff",
  "since",
  "opening_seconds",
  "elapsed_seconds",
  "conversation_id",
  "gym",
];

function cellsOf(figure: Figure, { at, member, number, topic, labels, staff, since, gym, ...row }: ReportRow): Cell[] {
  const people = [member.name, number, topic, labels.join("; "), staff?.name ?? null];
  return [figure, at, ...people, since, row.seconds, row.elapsedSeconds, row.conversationId, gym.name];
}

const figureColumns = [
  ...volumeFigures.map(columnOf),
  ...timeFigures.flatMap((figure) =>
    ["count", "median_seconds", "p90_seconds", "mean_seconds"].map((part) => `${columnOf(figure)}_${part}`),
  ),
];

function columnOf(figure: Figure): string {
  return figure.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

function breakdown(report: Report, of: "days" | "gyms" | "staff" | "labels"): string {
  const lines: [string[], (Figures & { cells: Cell[] })[]] =
    of === "days"
      ? [["from", "to"], report.parts.map((part) => ({ ...part, cells: [part.from, part.to] }))]
      : of === "gyms"
        ? [["gym"], report.gyms.map((one) => ({ ...one, cells: [one.gym.name] }))]
        : of === "staff"
          ? [["staff"], report.staff.map((one) => ({ ...one, cells: [one.person?.name ?? null] }))]
          : [["label"], report.labels.map((one) => ({ ...one, cells: [one.label] }))];
  const [columns, rows] = lines;
  return csvLine([...columns, ...figureColumns]) + rows.map((row) => csvLine([...row.cells, ...numbersOf(row)])).join("");
}

function numbersOf({ volumes, times }: Figures): Cell[] {
  const spreads = timeFigures.map((figure) => times[figure]);
  return [
    ...volumeFigures.map((figure) => volumes[figure]),
    ...spreads.flatMap(({ count, median, p90, mean }) => [count, median, p90, mean]),
  ];
}
