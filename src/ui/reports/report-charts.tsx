"use client";
import { useTranslations } from "next-intl";
import type { Report } from "@/shared/reports";
import { SectionCard } from "./section-card";
import { TimeChart } from "./time-chart";
import { useDurations } from "./use-durations";
import { useSpanWords } from "./use-moments";

/** How the numbers went over the span. The tables below say the same in words. */
export function ReportCharts({ report: { parts } }: { report: Report }) {
  const t = useTranslations("reports");
  const words = useSpanWords();
  const duration = useDurations();
  const names = parts.map(({ from, to }) => words(from, to));
  const days = parts.map(({ from }) => from);
  const values = <T,>(read: (part: Report["parts"][number]) => T) => parts.map(read);
  return (
    <div className="grid gap-4 lg:grid-cols-2">
      <SectionCard title={t("volumeChart")}>
        <TimeChart
          label={t("volumeChart")}
          names={names}
          days={days}
          kind="bars"
          format={(value) => String(value ?? 0)}
          series={[
            { name: t("figures.opened.name"), color: "--accent-text", values: values((part) => part.volumes.opened) },
            { name: t("figures.resolved.name"), color: "--away", values: values((part) => part.volumes.resolved) },
          ]}
        />
      </SectionCard>
      <SectionCard title={t("replyChart")}>
        <TimeChart
          label={t("replyChart")}
          names={names}
          days={days}
          kind="lines"
          format={duration}
          series={[
            { name: t("median"), color: "--accent-text", values: values((part) => part.times.firstReply.median) },
            { name: t("p90"), color: "--away", values: values((part) => part.times.firstReply.p90) },
          ]}
        />
      </SectionCard>
    </div>
  );
}
