"use client";
import { useTranslations } from "next-intl";
import { Skeleton } from "@/ui/primitives/skeleton";
import { api } from "@/ui/queries/queries";
import { Failed } from "./failed";
import { Loading } from "./loading";
import { ReadAnew } from "./read-anew";
import { ReportFilters } from "./report-filters";
import { ReportOverview } from "./report-overview";
import { askedOf } from "./report-place";
import { ReportRows } from "./report-rows";
import { useReportPlace } from "./use-report-place";

/** What happened at the desk in a span of days: numbers, charts, tables, and the rows behind each number. */
export function ReportsScreen() {
  const t = useTranslations("reports");
  const { place, today, go } = useReportPlace();
  return (
    <div className="mx-auto flex w-full max-w-7xl flex-col gap-4 p-4 pb-10 sm:p-6">
      <div>
        <h1 className="text-title font-semibold">{t("page.reports")}</h1>
        <p className="text-body text-ink-muted">{t("intro")}</p>
      </div>
      <ReportFilters place={place} today={today} go={go} />
      {place.figure ? <ReportRows place={place} figure={place.figure} /> : <Overview />}
    </div>
  );
}

function Overview() {
  const { place } = useReportPlace();
  const report = api.reports.read.useQuery(askedOf(place), { placeholderData: (before) => before });
  if (report.data) {
    return (
      <ReadAnew isReading={report.isPlaceholderData}>
        <ReportOverview report={report.data} place={place} />
      </ReadAnew>
    );
  }
  return report.isError ? <Failed error={report.error} onRetry={() => void report.refetch()} /> : <OverviewSkeleton />;
}

function OverviewSkeleton() {
  return (
    <Loading className="gap-4">
      <div className="grid grid-cols-2 gap-3 sm:grid-cols-3 lg:grid-cols-6">
        {["a", "b", "c", "d", "e", "f"].map((key) => (
          <Skeleton key={key} className="h-24 rounded-xl" />
        ))}
      </div>
      <Skeleton className="h-32 rounded-xl" />
      <Skeleton className="h-72 rounded-xl" />
    </Loading>
  );
}
