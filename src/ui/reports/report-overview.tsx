"use client";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { type Figure, type Figures, type Report, type Spread, timeFigures, volumeFigures } from "@/shared/reports";
import { Later, loadLater } from "@/ui/shell/load-later";
import { Breakdown } from "./breakdown";
import { PlaceLink } from "./place-link";
import type { ReportPlace } from "./report-place";
import { SectionCard } from "./section-card";
import { useDurations } from "./use-durations";

const charts = loadLater(() => import("./report-charts").then((part) => part.ReportCharts));

/** All of a report. */
export function ReportOverview({ report, place }: { report: Report; place: ReportPlace }) {
  const t = useTranslations("reports");
  const isEmpty = [...Object.values(report.total.volumes), ...timeFigures.map((figure) => report.total.times[figure].count)].every(
    (count) => count === 0,
  );
  return (
    <div className="flex flex-col gap-4">
      {isEmpty && (
        <p role="status" className="rounded-xl border bg-surface px-4 py-3 text-body text-ink-muted">
          {t("nothing")}
        </p>
      )}
      <Volumes total={report.total} place={place} />
      <Times report={report} place={place} />
      <Later part={charts} props={{ report }} fallback={<div className="h-80" />} />
      <Breakdown report={report} place={place} />
    </div>
  );
}

function Volumes({ total, place }: { total: Figures; place: ReportPlace }) {
  const t = useTranslations("reports");
  return (
    <ul aria-label={t("volumes")} className="grid grid-cols-2 gap-3 sm:grid-cols-3 xl:grid-cols-6">
      {volumeFigures.map((figure) => (
        <li key={figure} className="flex flex-col rounded-xl border bg-surface px-4 py-3">
          <FigureLink figure={figure} place={place}>
            <span className="text-dense font-medium text-ink-muted">{t(`figures.${figure}.name`)}</span>
            <span className="text-[1.625rem] leading-9 font-semibold text-ink tabular-nums group-hover:underline">
              {total.volumes[figure]}
            </span>
          </FigureLink>
          <p className="text-small text-ink-muted">{t(`figures.${figure}.means`)}</p>
        </li>
      ))}
    </ul>
  );
}

function Times({ report, place }: { report: Report; place: ReportPlace }) {
  const t = useTranslations("reports");
  const isOne = report.gyms.length <= 1;
  const means = report.hasHours ? (isOne ? "inHours" : "inHoursOfEach") : isOne ? "noHours" : "noHoursOfSome";
  return (
    <SectionCard title={t("times")} description={t(means)}>
      <ul className="grid gap-px overflow-hidden rounded-b-xl border-t bg-line md:grid-cols-3">
        {timeFigures.map((figure) => (
          <li key={figure} className="flex flex-col gap-2 bg-surface px-4 py-3">
            <FigureLink figure={figure} place={place}>
              <span className="text-dense font-medium text-ink group-hover:underline">{t(`figures.${figure}.name`)}</span>
            </FigureLink>
            <SpreadNumbers spread={report.total.times[figure]} place={{ ...place, figure }} />
            <p className="text-small text-ink-muted">{t(`figures.${figure}.means`)}</p>
          </li>
        ))}
      </ul>
      <p className="border-t px-4 py-2.5 text-small text-ink-muted">{t("spreadMeans")}</p>
    </SectionCard>
  );
}

function SpreadNumbers({ spread, place }: { spread: Spread; place: ReportPlace }) {
  const t = useTranslations("reports");
  const duration = useDurations();
  const number = (name: string, value: string, order: ReportPlace["order"]) => (
    <div className="min-w-0">
      <dt className="text-small text-ink-muted">{name}</dt>
      <dd>
        <PlaceLink
          to={{ ...place, order }}
          className="text-[1.0625rem] leading-6 font-semibold whitespace-nowrap tabular-nums hover:underline"
        >
          {value}
        </PlaceLink>
      </dd>
    </div>
  );
  return (
    <dl className="grid grid-cols-4 gap-2">
      {number(t("median"), duration(spread.median), "longest")}
      {number(t("p90"), duration(spread.p90), "longest")}
      {number(t("mean"), duration(spread.mean), "longest")}
      {number(t("count"), String(spread.count), "newest")}
    </dl>
  );
}

function FigureLink({ figure, place, children }: { figure: Figure; place: ReportPlace; children: ReactNode }) {
  return (
    <PlaceLink to={{ ...place, figure }} className="group flex flex-col rounded-md">
      {children}
    </PlaceLink>
  );
}
