import { BoardInput, ReportCsvInput, ReportInput, ReportRowsInput } from "../../../shared/reports";
import { exportCsv } from "../../reports/export-csv";
import { readBoard } from "../../reports/read-board";
import { readReport } from "../../reports/read-report";
import { readReportRows } from "../../reports/read-rows";
import { router, signedIn } from "../trpc";

export const reportsRouter = router({
  read: signedIn.input(ReportInput).query(({ ctx, input }) => readReport(ctx.chat, input)),
  rows: signedIn.input(ReportRowsInput).query(({ ctx, input }) => readReportRows(ctx.chat, input)),
  csv: signedIn.input(ReportCsvInput).query(({ ctx, input }) => exportCsv(ctx.chat, input)),
  board: signedIn.input(BoardInput).query(({ ctx, input }) => readBoard(ctx.chat, input)),
});
