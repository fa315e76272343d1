"use client";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { type Figures, type Report, type ReportStep, timeFigures, volumeFigures } from "@/shared/reports";
import { useDeskGyms } from "@/ui/gyms/use-desk-gyms";
import { CsvButton } from "./csv-button";
import { PlaceLink } from "./place-link";
import type { ReportPlace } from "./report-place";
import { ScrollTable } from "./scroll-table";
import { SectionCard } from "./section-card";
import { useDurations } from "./use-durations";
import { useSpanWords } from "./use-moments";

interface Line extends Figures {
  key: string;
  name: string;
  /** What the numbers of this line lead to. */
  place: ReportPlace;
}

/** The same numbers by gym, by day, week or month, by staff and by label. */
export function Breakdown({ report, place }: { report: Report; place: ReportPlace }) {
  const t = useTranslations("reports");
  const words = useSpanWords();
  const byPart = { day: "byDay", week: "byWeek", month: "byMonth" } as const satisfies Record<ReportStep, string>;
  const parts = report.parts.map(
    (part): Line => ({ ...part, key: part.from, name: words(part.from, part.to), place: { ...place, from: part.from, to: part.to } }),
  );
  const staff = report.staff.map(
    ({ person, ...figures }): Line => ({
      ...figures,
      key: person?.id ?? "",
      name: person?.name ?? t("nobody"),
      place: { ...place, staffId: person?.id ?? null },
    }),
  );
  const labels = report.labels.map(
    ({ label, ...figures }): Line => ({
      ...figures,
      key: label ?? "",
      name: label ?? t("noLabel"),
      place: { ...place, label: label ?? undefined },
    }),
  );
  const isOne = useDeskGyms().length === 1;
  const gyms = report.gyms.map(
    ({ gym, ...figures }): Line => ({ ...figures, key: gym.id, name: gym.name, place: isOne ? place : { ...place, gymIds: [gym.id] } }),
  );
  return (
    <>
      <FiguresTable
        title={t("byGym")}
        description={isOne ? undefined : t("byGymMeans")}
        first={t("gym")}
        lines={gyms}
        action={!isOne && <CsvButton place={place} of="gyms" />}
      />
      <FiguresTable title={t(byPart[report.step])} first={t("days")} lines={parts} action={<CsvButton place={place} of="days" />} />
      <FiguresTable
        title={t("byStaff")}
        description={t("byStaffMeans")}
        first={t("staff")}
        lines={staff}
        action={<CsvButton place={place} of="staff" />}
      />
      <FiguresTable
        title={t("byLabel")}
        description={t("byLabelMeans")}
        first={t("label")}
        lines={labels}
        action={<CsvButton place={place} of="labels" />}
      />
    </>
  );
}

interface FiguresTableProps {
  title: string;
  description?: string;
  /** The name of the first column. */
  first: string;
  lines: readonly Line[];
  action?: ReactNode;
}

const cell = "px-2.5 py-1.5 text-right whitespace-nowrap tabular-nums first:pl-4 last:pr-4";

function FiguresTable({ title, description, first, lines, action }: FiguresTableProps) {
  const t = useTranslations("reports");
  const duration = useDurations();
  return (
    <SectionCard title={title} description={description} actions={action}>
      {lines.length === 0 ? (
        <p className="border-t px-4 py-6 text-center text-body text-ink-muted">{t("nothing")}</p>
      ) : (
        <ScrollTable caption={title} className="max-h-[28rem]">
          <thead className="sticky top-0 z-10 bg-sunken text-small text-ink-muted">
            <tr>
              <th scope="col" className="sticky left-0 bg-sunken py-1.5 pr-2.5 pl-4 text-left font-medium">
                {first}
              </th>
              {volumeFigures.map((figure) => (
                <th key={figure} scope="col" className={`${cell} font-medium`}>
                  {t(`figures.${figure}.name`)}
                </th>
              ))}
              {timeFigures.map((figure) => (
                <th key={figure} scope="col" className={`${cell} font-medium`}>
                  {t("medianOf", { figure: t(`figures.${figure}.name`) })}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {lines.map((line) => (
              <tr key={line.key} className="border-t hover:bg-sunken">
                <th scope="row" className="sticky left-0 max-w-56 truncate bg-surface py-1.5 pr-2.5 pl-4 text-left font-medium">
                  {line.name}
                </th>
                {volumeFigures.map((figure) => (
                  <td key={figure} className={cell}>
                    <FigureLink place={{ ...line.place, figure }} isNothing={line.volumes[figure] === 0}>
                      {line.volumes[figure]}
                    </FigureLink>
                  </td>
                ))}
                {timeFigures.map((figure) => (
                  <td key={figure} className={cell}>
                    <FigureLink place={{ ...line.place, figure, order: "longest" }} isNothing={line.times[figure].count === 0}>
                      {duration(line.times[figure].median)}
                    </FigureLink>
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </ScrollTable>
      )}
    </SectionCard>
  );
}

/** A number that opens its rows, as long as it has any. */
function FigureLink({ place, isNothing, children }: { place: ReportPlace; isNothing: boolean; children: ReactNode }) {
  if (isNothing) return <span className="text-ink-faint">{children}</span>;
  return (
    <PlaceLink
      to={place}
      className="rounded-sm font-medium text-ink underline decoration-line-strong underline-offset-3 hover:decoration-ink"
    >
      {children}
    </PlaceLink>
  );
}
